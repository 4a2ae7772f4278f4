import { cleaned } from "#core/input/cleaned.ts";

/** This many trailing digits of a phone number are the same with and without its country code. */
const LOCAL_DIGITS = 8;

const digitsOf = (text: string) => cleaned(text).replaceAll(/\D/g, "");

/** The visible text for a link to a page, a mailbox or a phone. */
export function addressOf(link: string): string {
  return link.replace(/^(mailto:|tel:|https?:\/\/)/, "").replace(/\/$/, "");
}

/** Whether the operator's text already contains the address of its link, so that it is not shown twice. */
export function saysAddress(text: string, link: string): boolean {
  const address = addressOf(link);
  if (!link.startsWith("tel:")) return text.toLowerCase().includes(address.toLowerCase());
  const digits = digitsOf(address).slice(-LOCAL_DIGITS);
  return digits !== "" && digitsOf(text).includes(digits);
}
