import { InvalidArgumentError } from "commander";
import { cleaned } from "#core/input/cleaned.ts";
import { wholeNumber } from "#core/input/digits.ts";
import { INT4_MAX } from "#core/input/id.ts";

function within(n: number | null, high: number, what: string): number {
  if (n === null || n < 1 || n > high) throw new InvalidArgumentError(`It must be ${what}.`);
  return n;
}

/** Groups of three, as amounts may have, are refused: `1,427` may mean two ids. */
function idUpTo(high: number) {
  return (text: string) => {
    const digits = cleaned(text);
    return within(
      /^\d{1,16}$/.test(digits) ? Number(digits) : null,
      high,
      `a whole number from 1 to ${high}`,
    );
  };
}

function amountUpTo(high: number) {
  return (text: string) => within(wholeNumber(text), high, `a whole number from 1 to ${high}`);
}

export const idOf = idUpTo(INT4_MAX);
export const longIdOf = idUpTo(Number.MAX_SAFE_INTEGER);
export const quotaOf = amountUpTo(INT4_MAX);
export const daysOf = amountUpTo(3_660);
export const monthsOf = amountUpTo(120);
export const placeOf = amountUpTo(1_000);
export const secondsOf = (text: string) =>
  /^0+$/.test(cleaned(text)) ? 0 : within(wholeNumber(text), 60, "a whole number from 0 to 60");
export const limitOf = amountUpTo(1_000);

/** What stands between commas; blanks around the parts are nobody's name. */
export function listOf(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}
