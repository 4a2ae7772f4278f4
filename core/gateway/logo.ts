import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { LOGO_BYTES } from "./logo-size.ts";

export const logoTypes = ["image/png", "image/svg+xml"] as const;
export type LogoType = (typeof logoTypes)[number];

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Active content that an SVG can carry. The route that serves a logo forbids all of it again by its
 * Content-Security-Policy, however a browser interprets the file; this check informs the person who uploads it. Blanks
 * and quotes are one class, because two runs of blanks with an optional quote between them take quadratic time.
 */
const active =
  /<!(?:ENTITY|DOCTYPE)|&(?!(?:amp|lt|gt|quot|apos);)|@import|url\([\s"']*(?:https?:|\/\/)|<\s*(?:script|foreignObject|iframe|embed|object)\b|\son\w+\s*=|javascript:|(?:href|src)\s*=[\s"']*(?:https?:|\/\/)/i;

/** The type of a file by its content, whatever its name says; otherwise the problem with it. */
export function inspectLogo(bytes: Uint8Array): LogoType | "logo_size" | "logo_kind" | "logo_active" {
  if (bytes.length > LOGO_BYTES) return "logo_size";
  if (PNG.every((byte, index) => bytes[index] === byte)) return "image/png";
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "logo_kind";
  }
  // An XML document may contain no control characters except white space: no browser would draw it.
  if (/[^\P{Cc}\t\n\r]/u.test(text)) return "logo_kind";
  const start = text.replace(/^(?:\s|<\?xml[^>]*\?>|<!--[\s\S]*?-->)*/, "");
  if (active.test(text)) return "logo_active";
  return /^<svg[\s>]/.test(start) && /<\/svg>\s*$/.test(text) ? "image/svg+xml" : "logo_kind";
}

/** A logo as submitted by a form. */
export const logoFile = z
  .instanceof(Uint8Array, { error: problem("logo_kind") })
  .superRefine((bytes, context) => {
    const found = inspectLogo(bytes);
    if (!logoTypes.includes(found as LogoType)) context.addIssue({ code: "custom", message: found });
  })
  .transform((bytes) => ({ bytes, type: inspectLogo(bytes) as LogoType }));
