import { gsmSeptets } from "#core/template/gsm-alphabet.ts";
import type { SmppConfig } from "./config.ts";

/** A text as it goes over the wire, character by character: none is ever divided between two parts. */
export interface Encoded {
  /** SMPP 5.2.19. The default alphabet is always 0: what 1 and 3 mean to a carrier is its own affair. */
  dataCoding: 0 | 8;
  characters: { bytes: Buffer /** What it takes of a part: septets, or bytes of UCS-2. */; width: number }[];
}

/** Encodes in the carrier's default alphabet where that has every character, and as UCS-2 otherwise. */
export function encode(text: string, alphabet: SmppConfig["encoding"]): Encoded {
  const characters: Encoded["characters"] = [];
  for (const char of text) {
    const bytes = inDefault(char, alphabet);
    // The carrier turns Latin 1 and ASCII into GSM 03.38, so what that has no character for cannot be sent as such.
    const septets = gsmSeptets(char);
    if (!bytes || !septets) return ucs2(text);
    characters.push({ bytes, width: septets.length });
  }
  return { dataCoding: 0, characters };
}

function inDefault(char: string, alphabet: SmppConfig["encoding"]): Buffer | undefined {
  if (alphabet === "gsm") {
    const septets = gsmSeptets(char);
    // Unpacked: a septet in each byte.
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
