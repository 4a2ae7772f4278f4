/** A text as upper-case hexadecimal UTF-16 big-endian, as some operators want Arabic. Half a surrogate pair becomes U+FFFD. */
export function ucs2Hex(text: string): string {
  return Buffer.from(text.toWellFormed(), "utf16le").swap16().toString("hex").toUpperCase();
}
