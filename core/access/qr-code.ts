import { encode } from "uqr";

/** A QR code as an SVG path: one unit per module, with the quiet zone that scanners need. */
export interface QrCode {
  size: number;
  path: string;
}

const MARGIN = 4;

export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: "M", border: MARGIN });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { size, path };
}
