import type { SmppConfig } from "../config.ts";

type Notation = SmppConfig["id_response"];

/**
 * Phone numbers are compared by their last digits, because receipts contain them with or without the country code.
 */
const NUMBER_DIGITS = 8;

const tail = (number: string) => number.replace(/\D/g, "").slice(-NUMBER_DIGITS);

/** A textual id without the differences that carriers make between answer and receipt. */
const folded = (id: string) => id.toLowerCase().replace(/^0+(?=.)/, "");

/** The id's value if it is a number in this notation. */
function numberIn(id: string, notation: Notation): bigint | null {
  if (notation === "decimal") return /^\d{1,64}$/.test(id) ? BigInt(id) : null;
  const [, digits] = /^(?:0x)?([0-9a-f]{1,64})$/i.exec(id) ?? [];
  return digits === undefined ? null : BigInt(`0x${digits}`);
}

/** An id in its canonical form for comparison. An id that is not a number in its notation is text. */
function exact(id: string, notation: Notation): string {
  const value = notation === "text" ? null : numberIn(id, notation);
  return value === null ? `id ${id}` : `number ${value}`;
}

/**
 * The keys by which a receipt may name the message whose answer contained `id`; the number is included because carriers
 * reuse ids. None for an empty id, which would match any other empty one.
 */
export function keysOfAnswer(id: string, notation: Notation, number: string): string[] {
  if (id === "") return [];
  const to = tail(number);
  const own = exact(id, notation);
  const fold = folded(id);
  return own.startsWith("number") || fold === id
    ? [`${own} ${to}`]
    : [`${own} ${to}`, `folded ${fold} ${to}`];
}

/**
 * The keys by which to find a receipt's message, the exact ones first. Keys of one list count only if they all lead to
 * the same message.
 * @param addresses the receipt's source and destination: some carriers swap them.
 */
export function keysOfReceipt(id: string, notation: Notation, addresses: string[]): string[][] {
  if (id === "") return [];
  const own = exact(id, notation);
  const fold = folded(id);
  const numbers = [...new Set(addresses.map(tail).filter((digits) => digits !== ""))];
  return numbers.flatMap((to) =>
    own.startsWith("number")
      ? [[`${own} ${to}`]]
      : [[`${own} ${to}`], [...new Set([`id ${fold} ${to}`, `folded ${fold} ${to}`])]],
  );
}
