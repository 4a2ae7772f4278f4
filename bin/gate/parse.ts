import { InvalidArgumentError } from "commander";
import { INT4_MAX } from "#core/input/id.ts";

function whole(text: string, high: number, what: string): number {
  const n = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  if (n < 1 || n > high) throw new InvalidArgumentError(`It must be ${what}.`);
  return n;
}

export const idOf = (text: string) => whole(text, INT4_MAX, "a whole number above 0");
export const longIdOf = (text: string) => whole(text, Number.MAX_SAFE_INTEGER, "a whole number above 0");
export const quotaOf = (text: string) => whole(text, INT4_MAX, `a whole number from 1 to ${INT4_MAX}`);
export const daysOf = (text: string) => whole(text, 3_660, "a whole number from 1 to 3660");
export const placeOf = (text: string) => whole(text, 1_000, "a whole number from 1 to 1000");
export const limitOf = (text: string) => whole(text, 1_000, "a whole number from 1 to 1000");
