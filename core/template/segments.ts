import { gsmSeptets } from "./gsm-alphabet.ts";

/**
 * `units` are septets for GSM-7 and UTF-16 code units for UCS-2. `perSegment` is the capacity of one segment of this
 * text, `remaining` the free units in the last one.
 */
export type Measure = {
  encoding: "GSM-7" | "UCS-2";
  units: number;
  segments: number;
  perSegment: number;
  remaining: number;
};

/** Whether a text can be sent in GSM-7. */
export function isGsm(text: string): boolean {
  return gsmWidths(text) !== null;
}

const GSM_ROOM = { single: 160, part: 153 };
const UCS2_ROOM = { single: 70, part: 67 };

/**
 * The length of a text as SMS. A character is never split between two parts: a two-unit character that finds room for
 * one unit begins the next part. An empty text is one segment of no units, because it would still be sent as one
 * message.
 */
export function measure(text: string): Measure {
  const septets = gsmWidths(text);
  if (septets !== null) return pack("GSM-7", septets, GSM_ROOM);
  return pack(
    "UCS-2",
    Array.from(text, (char) => char.length),
    UCS2_ROOM,
  );
}

/** The septets of each character, or null if one is not in GSM 03.38. */
function gsmWidths(text: string): number[] | null {
  const widths: number[] = [];
  for (const char of text) {
    const septets = gsmSeptets(char);
    if (septets === undefined) return null;
    widths.push(septets.length);
  }
  return widths;
}

function pack(
  encoding: Measure["encoding"],
  widths: readonly number[],
  room: { single: number; part: number },
): Measure {
  const units = widths.reduce((sum, width) => sum + width, 0);
  if (units <= room.single) {
    return { encoding, units, segments: 1, perSegment: room.single, remaining: room.single - units };
  }
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > room.part) {
      segments++;
      used = 0;
    }
    used += width;
  }
  return { encoding, units, segments, perSegment: room.part, remaining: room.part - used };
}
