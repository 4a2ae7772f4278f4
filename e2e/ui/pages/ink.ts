import type { Locator } from "@playwright/test";
import { rowsOf } from "./pixels.ts";

/** Letters with dots below and marks above and below, which reach further than any Latin ones. */
const SAMPLE = "عَلِيٍّ يِجِّ";

/** All is invisible but the text that is measured. */
const SHEET = `
  *, *::before, *::after {
    color: transparent !important; background: none !important; border-color: transparent !important;
    box-shadow: none !important; outline: none !important; text-decoration: none !important;
    caret-color: transparent !important; backdrop-filter: none !important; opacity: 1 !important;
    transition: none !important; animation: none !important; user-select: none !important;
  }
  svg, img, canvas { visibility: hidden !important }
  html { background: white !important; color-scheme: light !important }
  [data-ink], [data-ink] *, [data-ink]::placeholder { color: red !important; -webkit-text-fill-color: red !important }
  [data-roomy], [data-roomy] * {
    line-height: 80px !important; overflow: visible !important; height: auto !important; min-height: 80px !important;
    max-height: none !important; contain: none !important; -webkit-line-clamp: none !important;
  }
  :is(input, select, textarea)[data-roomy] { height: 120px !important }
`;

/**
 * Writes Arabic into an element, and looks how much of it is drawn: there, and in a box with room above and below.
 * @returns the inked rows of pixels and the amount of ink, each as a share of what is drawn with room.
 */
export async function inkDrawn(target: Locator): Promise<{ rows: number; ink: number }> {
  await target.evaluate(write, { sample: SAMPLE, sheet: SHEET });
  const drawn = await inkAround(target);
  await target.evaluate((element) => {
    let box: Element | null = element;
    // Whoever cuts it off is among the next few boxes around it.
    for (let step = 0; box && step < 4; step++, box = box.parentElement) box.setAttribute("data-roomy", "");
  });
  const roomy = await inkAround(target);
  await target.page().evaluate(() => {
    for (const name of ["data-ink", "data-roomy"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) element.removeAttribute(name);
    }
    document.adoptedStyleSheets = [];
  });
  return { rows: drawn.rows / roomy.rows, ink: drawn.ink / roomy.ink };
}

/** In the browser. */
function write(element: Element, { sample, sheet }: { sample: string; sheet: string }): void {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    element.value = sample;
  } else if (element instanceof HTMLSelectElement) {
    const option = element.selectedOptions[0]!;
    option.textContent = sample;
  } else {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let first = walker.nextNode() as Text | null;
    while (first && first.data.trim() === "") first = walker.nextNode() as Text | null;
    (first ?? element.appendChild(document.createTextNode(""))).data = sample;
    // Alone: what stands beside it may be cut off at its end, and should.
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null)
      node.data = "";
  }
  element.setAttribute("data-ink", "");
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  document.adoptedStyleSheets = [style];
  if (document.activeElement instanceof HTMLElement && document.activeElement !== element) return;
  element.scrollIntoView({ block: "center" });
}

/** Of the pixels around the element, how many rows have ink and how much there is. */
async function inkAround(target: Locator): Promise<{ rows: number; ink: number }> {
  const page = target.page();
  await target.scrollIntoViewIfNeeded();
  const box = (await target.boundingBox())!;
  const size = page.viewportSize()!;
  const top = Math.max(0, box.y - 40);
  const clip = {
    x: Math.max(0, box.x - 10),
    y: top,
    width: Math.min(box.width + 20, size.width),
    height: Math.min(box.height + 80, size.height - top),
  };
  const rows = await rowsOf(page, clip);
  return {
    rows: rows.filter(({ ink }) => ink > 255).length,
    ink: rows.reduce((sum, { ink }) => sum + ink, 0),
  };
}
