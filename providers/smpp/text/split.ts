import type { SmppConfig } from "../config.ts";
import type { Encoded } from "./encode.ts";

/** The part of a text carried by one submit. */
export interface Part {
  /** The content of short_message, including its user data header; empty if `payload` is given. */
  shortMessage: Buffer;
  /** Whether short_message begins with a user data header, as esm_class states. */
  hasHeader: boolean;
  /** message_payload, used instead of short_message. */
  payload?: Buffer;
  sar?: { reference: number; total: number; number: number };
}

/** Capacity of a single SMS: septets of the default alphabet, and bytes of UCS-2. */
const WHOLE = { 0: 160, 8: 140 } as const;
/** Capacity of a part, after its user data header of 6 or 7 bytes. */
const WITH_8_BITS = { 0: 153, 8: 134 } as const;
const WITH_16_BITS = { 0: 152, 8: 132 } as const;
/** Both headers number parts in one byte. */
const MOST_PARTS = 255;

/**
 * Splits a text into the parts of its submits.
 * @param reference distinguishes the parts of this text from those of others; 3GPP 23.040 has 8 or 16 bits for it.
 * @returns null if there would be too many parts.
 */
export function split(text: Encoded, long: SmppConfig["long"], reference: number): Part[] | null {
  const { dataCoding, characters } = text;
  const width = characters.reduce((sum, each) => sum + each.width, 0);
  if (width <= WHOLE[dataCoding]) return [{ shortMessage: joined(characters), hasHeader: false }];
  if (long === "payload") {
    return [{ shortMessage: Buffer.alloc(0), hasHeader: false, payload: joined(characters) }];
  }
  const short = grouped(characters, WITH_8_BITS[dataCoding]);
  // With SAR parameters the carrier writes the header, with a 16-bit reference.
  const wide = long === "udh8" ? short : grouped(characters, WITH_16_BITS[dataCoding]);
  // Segments are charged as 8-bit references make them. A text that 16 bits would make a part longer gets 8.
  const mark = long === "udh16" && wide.length > short.length ? "udh8" : long;
  const groups = mark === "udh8" ? short : wide;
  if (groups.length > MOST_PARTS) return null;
  return groups.map((group, index) => {
    const bytes = joined(group);
    const place = { total: groups.length, number: index + 1 };
    if (mark === "sar") {
      return { shortMessage: bytes, hasHeader: false, sar: { reference: reference & 0xffff, ...place } };
    }
    return { shortMessage: Buffer.concat([header(mark, reference, place), bytes]), hasHeader: true };
  });
}

function grouped(characters: Encoded["characters"], room: number): Encoded["characters"][] {
  const groups: Encoded["characters"][] = [[]];
  let used = 0;
  for (const character of characters) {
    if (used + character.width > room) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)!.push(character);
    used += character.width;
  }
  return groups;
}

/** 3GPP 23.040, 9.2.3.24.1 and 9.2.3.24.8. */
function header(
  long: "udh8" | "udh16",
  reference: number,
  { total, number }: { total: number; number: number },
): Buffer {
  return long === "udh8"
    ? Buffer.from([5, 0x00, 3, reference & 0xff, total, number])
    : Buffer.from([6, 0x08, 4, (reference >> 8) & 0xff, reference & 0xff, total, number]);
}

const joined = (characters: Encoded["characters"]) => Buffer.concat(characters.map(({ bytes }) => bytes));
