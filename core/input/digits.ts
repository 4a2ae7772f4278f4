const arabicDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** Arabic-Indic and Persian digits as Latin ones: what an Arabic keyboard types is as good. */
export function latinDigits(text: string): string {
  return text.replace(arabicDigits, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** A whole number as people write one: digits of either script, and in groups of three if they like. Else null. */
export function wholeNumber(text: string): number | null {
  const digits = latinDigits(text.trim());
  if (/^\d{1,10}$/.test(digits)) return Number(digits);
  return /^\d{1,3}(?:[,\u066c\u00a0\u202f ]\d{3}){1,3}$/.test(digits)
    ? Number(digits.replace(/\D/g, ""))
    : null;
}
