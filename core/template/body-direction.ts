import { CODE_PLACE } from "./template.ts";

/** The direction of a template's text: that of its first letter, which a browser would find in "{code}". */
export function bodyDirection(body: string): "rtl" | "ltr" | "auto" {
  const letter = body.replaceAll(CODE_PLACE, "").match(/\p{L}/u)?.[0];
  if (letter === undefined) return "auto";
  return /\p{Script=Arabic}/u.test(letter) ? "rtl" : "ltr";
}
