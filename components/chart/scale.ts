/** The upper end of an axis from 0 that fits `highest`, and its grid lines. */
export function scaleOf(highest: number): { top: number; lines: number[] } {
  const rough = Math.max(highest, 1) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  // Messages are whole numbers: no grid line between one and two.
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough)!,
  );
  const count = Math.max(1, Math.ceil(highest / step));
  return { top: count * step, lines: Array.from({ length: count + 1 }, (_, n) => n * step) };
}
