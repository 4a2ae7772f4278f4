import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Waits until nothing on the screen moves any more. */
export async function untilAtRest(page: Page): Promise<void> {
  // A toast that leaves the screen is hidden from readers before it is removed.
  await page.waitForFunction(
    () =>
      document.querySelector("[data-exiting]") === null &&
      document
        .getAnimations()
        .every(
          ({ playState, effect }) =>
            playState !== "running" || effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
        ),
  );
}

/**
 * Nothing that axe knows is wrong with what is on the screen, such as an open dialog, once it has come to rest: by all
 * of its rules, or by some.
 */
export async function expectAccessible(page: Page, where: string, rules?: string[]): Promise<void> {
  // A toast may begin to leave while axe looks. What is wrong at rest is so at a second look, too.
  const found = await violations(page, rules);
  expect(found.length === 0 ? found : await violations(page, rules), where).toEqual([]);
}

async function violations(page: Page, rules?: string[]): Promise<unknown[]> {
  await untilAtRest(page);
  // What has just been read out: it stays for seconds, also when the button that it names is gone.
  // No page has frames, for which it would open a page of its own; and only what is wrong is told, not all that is right.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .exclude("[data-live-announcer]");
  if (rules) axe.withRules(rules);
  const seen = await axe.analyze();
  return seen.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}
