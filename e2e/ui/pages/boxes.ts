import type { Locator } from "@playwright/test";

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The box of an element's words themselves, or of some of their letters. */
export function wordsBox(target: Locator, from = 0, to?: number): Promise<Box> {
  return target.evaluate(
    (element, [start, end]) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let text = walker.nextNode() as Text;
      while (text.data.trim() === "") text = walker.nextNode() as Text;
      const range = document.createRange();
      range.setStart(text, start!);
      range.setEnd(text, end ?? text.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, top, bottom };
    },
    [from, to] as const,
  );
}

/** How many lines an element's words take. */
export function linesOf(target: Locator): Promise<number> {
  return target.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
}

/** The baseline of the first words of each cell, by its column: where a box without height would stand beside them. */
export function baselinesOf(cells: Locator): Promise<Record<string, number>> {
  return cells.evaluateAll((all) => {
    const places: Record<string, number> = {};
    for (const cell of all as HTMLElement[]) {
      if (cell.offsetParent === null) continue;
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      let text = walker.nextNode();
      while (text && (text.nodeValue!.trim() === "" || !text.parentElement!.checkVisibility()))
        text = walker.nextNode();
      if (!text) continue;
      const probe = document.createElement("span");
      probe.style.cssText = "display: inline-block; width: 0; height: 0";
      text.parentElement!.insertBefore(probe, text);
      places[cell.dataset.column ?? ""] = probe.getBoundingClientRect().bottom;
      probe.remove();
    }
    return places;
  });
}
