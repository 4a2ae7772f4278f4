import { cleaned } from "./cleaned.ts";

/** A whole number as people write one: digits of either script, and in groups of three if they like. Else null. */
export function wholeNumber(text: string): number | null {
  const digits = cleaned(text);
  if (/^\d{1,10}$/.test(digits)) return Number(digits);
  return /^\d{1,3}(?:[, ]\d{3}){1,3}$/.test(digits) ? Number(digits.replace(/\D/g, "")) : null;
}
