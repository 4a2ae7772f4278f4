import { cleaned } from "./cleaned.ts";

/** Parses a whole number in the digits of either script, with or without groups of three; null for anything else. */
export function wholeNumber(text: string): number | null {
  const digits = cleaned(text);
  if (/^\d{1,10}$/.test(digits)) return Number(digits);
  return /^\d{1,3}(?:[, ]\d{3}){1,3}$/.test(digits) ? Number(digits.replace(/\D/g, "")) : null;
}
