import type { Page } from "@playwright/test";

export interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The rows of pixels of a part of the page, from the top: how much ink is in each, and the darkest of its pixels, both by
 * their green, which red ink lacks as much as black does.
 */
export async function rowsOf(page: Page, clip: Clip): Promise<{ ink: number; darkest: number }[]> {
  const picture = (await page.screenshot({ clip, animations: "disabled" })).toString("base64");
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
    canvas.drawImage(image, 0, 0);
    const { data, width, height } = canvas.getImageData(0, 0, image.width, image.height);
    return Array.from({ length: height }, (_, y) => {
      let [ink, darkest] = [0, 255];
      for (let x = 0; x < width; x++) {
        const green = data[4 * (y * width + x) + 1]!;
        ink += 255 - green;
        darkest = Math.min(darkest, green);
      }
      return { ink, darkest };
    });
  }, picture);
}
