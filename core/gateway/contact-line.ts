import { cleaned } from "#core/input/cleaned.ts";

/** As many of a telephone's last digits are the same however its country is written, or left out. */
const LOCAL_DIGITS = 8;

const digitsOf = (text: string) => cleaned(text).replaceAll(/\D/g, "");

/** What is shown of a link to a page, a mailbox or a telephone. */
export function addressOf(link: string): string {
  return link.replace(/^(mailto:|tel:|https?:\/\/)/, "").replace(/\/$/, "");
}

/** Whether the operator's words show the address of their link already, so that it is not to be written twice. */
export function saysAddress(text: string, link: string): boolean {
  const address = addressOf(link);
  if (!link.startsWith("tel:")) return text.toLowerCase().includes(address.toLowerCase());
  const digits = digitsOf(address).slice(-LOCAL_DIGITS);
  return digits !== "" && digitsOf(text).includes(digits);
}
