import type { Locator } from "@playwright/test";
import { rowsOf } from "./pixels.ts";

interface Rows {
  /** The first and the last row of pixels with ink. */
  top: number;
  bottom: number;
}

/** Letters whose dots reach deepest. */
const SAMPLE = "بيي جيم ي";

/** Where the ink of a link's letters is, and that of its underline: each drawn alone. */
export async function underlineOverlap(link: Locator): Promise<{ letters: Rows; line: Rows }> {
  await link.evaluate((element, sample) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    (walker.nextNode() as Text).data = sample;
    element.setAttribute("data-underlined", "");
  }, SAMPLE);
  return {
    letters: await inkRows(link, "color: red !important; text-decoration-color: transparent !important"),
    line: await inkRows(link, "color: transparent !important; text-decoration-color: red !important"),
  };
}

async function inkRows(link: Locator, look: string): Promise<Rows> {
  const page = link.page();
  await page.evaluate((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { color: transparent !important; background: none !important; border-color: transparent !important }
      svg { visibility: hidden !important } html { background: white !important }
      [data-underlined], [data-underlined] * { ${style} }`);
    document.adoptedStyleSheets = [sheet];
  }, look);
  const box = (await link.boundingBox())!;
  const clip = { x: box.x, y: box.y - 10, width: box.width, height: box.height + 20 };
  const inked = (await rowsOf(page, clip)).flatMap(({ darkest }, y) => (darkest < 160 ? [y] : []));
  return { top: inked[0] ?? -1, bottom: inked.at(-1) ?? -1 };
}
