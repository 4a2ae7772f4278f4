import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/max";
import { cleaned } from "#core/input/cleaned.ts";

// Longer than any number with its separators; keeps long texts away from the parser.
const MAX_INPUT = 64;

// Our own pattern, because libphonenumber's metadata refuses the prefixes 91, 92 and 97, which Syrian operators use.
const syrianMobile = /^(?:9\d{8}|50\d{7})$/;
const canonicalSyrian = /^963(?:9\d{8}|50\d{7})$/;

// Blanks and dashes, but no dots: a number that an app sends as a float ends in ".0", whose 0 would become a digit and
// so give somebody else's number.
const separators = /[ \-\u2010-\u2015\u2212]/g;

/**
 * Parses a mobile number to digits in international form ("963911000000"); null if it is not one. Accepted are the
 * international form, bare or after "+" or "00", and the local form with its leading 0, which belongs to the first of
 * `allowedCountries` (upper-case ISO 3166 codes). Outside Syria libphonenumber must classify it as mobile, or as "fixed
 * line or mobile".
 */
export function parsePhone(input: string, allowedCountries: readonly string[]): string | null {
  // The fast path for nearly every send; the full parser returns the same.
  if (canonicalSyrian.test(input)) return allowedCountries.includes("SY") ? input : null;
  const read = readMobile(input, allowedCountries[0]);
  return read && allowedCountries.includes(read.country) ? read.digits : null;
}

/** The country of a valid mobile number to which this gateway does not send; null for every other input. */
export function unservedCountry(input: string, allowedCountries: readonly string[]): string | null {
  const read = readMobile(input, allowedCountries[0]);
  return read && !allowedCountries.includes(read.country) ? read.country : null;
}

function readMobile(input: string, local: string | undefined): { country: string; digits: string } | null {
  if (input.length > MAX_INPUT) return null;
  const dialled = cleaned(input).replace(separators, "").replace(/^00/, "+");
  if (!/^\+?\d+$/.test(dialled)) return null;
  const number = dialled.startsWith("0")
    ? parsePhoneNumber(dialled, { defaultCountry: local as CountryCode, extract: false })
    : parsePhoneNumber(dialled.startsWith("+") ? dialled : `+${dialled}`, { extract: false });
  if (number === undefined) return null;
  const country = number.countryCallingCode === "963" ? "SY" : number.country;
  if (country === undefined) return null;
  const isMobile =
    country === "SY"
      ? syrianMobile.test(number.nationalNumber)
      : ["MOBILE", "FIXED_LINE_OR_MOBILE"].includes(number.getType() ?? "");
  return isMobile ? { country, digits: number.number.slice(1) } : null;
}

/** For logs: the first four digits and the last two of a number in international form, asterisks between. */
export function maskPhone(digits: string): string {
  if (digits.length <= 6) return "*".repeat(digits.length);
  return `${digits.slice(0, 4)}${"*".repeat(digits.length - 6)}${digits.slice(-2)}`;
}
