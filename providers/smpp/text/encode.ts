import { gsmSeptets } from "#core/template/gsm-alphabet.ts";
import type { SmppConfig } from "../config.ts";

/** An encoded text, character by character, because a character must not be divided between two parts. */
export interface Encoded {
  /** SMPP 5.2.19. The default alphabet is always sent as 0: carriers interpret 1 and 3 differently. */
  dataCoding: 0 | 8;
  characters: { bytes: Buffer /** What it takes of a part: septets, or bytes of UCS-2. */; width: number }[];
}

/** Encodes in the carrier's default alphabet if it contains every character, and as UCS-2 otherwise. */
export function encode(text: string, alphabet: SmppConfig["encoding"]): Encoded {
  const characters: Encoded["characters"] = [];
  for (const char of text) {
    const bytes = inDefault(char, alphabet);
    // The carrier converts Latin 1 and ASCII to GSM 03.38, so characters missing there cannot be sent in them either.
    const septets = gsmSeptets(char);
    if (!bytes || !septets) return ucs2(text);
    characters.push({ bytes, width: septets.length });
  }
  return { dataCoding: 0, characters };
}

function inDefault(char: string, alphabet: SmppConfig["encoding"]): Buffer | undefined {
  if (alphabet === "gsm") {
    const septets = gsmSeptets(char);
    // Unpacked: one septet per byte.
    return septets && Buffer.from(septets);
  }
  return char.codePointAt(0)! <= (alphabet === "ascii" ? 0x7f : 0xff)
    ? Buffer.from(char, "latin1")
    : undefined;
}

function ucs2(text: string): Encoded {
  return {
    dataCoding: 8,
    characters: Array.from(text, (char) => {
      const bytes = Buffer.from(char, "utf16le").swap16();
      return { bytes, width: bytes.length };
    }),
  };
}
