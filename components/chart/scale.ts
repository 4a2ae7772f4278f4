/** Up to which number an axis that begins at nought goes for `highest`, and where its lines are. */
export function scaleOf(highest: number): { top: number; lines: number[] } {
  const rough = Math.max(highest, 1) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  // Messages are whole: no line between one and two.
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough)!,
  );
  const count = Math.max(1, Math.ceil(highest / step));
  return { top: count * step, lines: Array.from({ length: count + 1 }, (_, n) => n * step) };
}
