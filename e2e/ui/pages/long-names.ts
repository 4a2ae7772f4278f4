import type { TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";

/** As long as names may be, and nowhere to break them. */
const long = (head: string, letter: string, length: number) =>
  (head + letter.repeat(length)).slice(0, length);

/** In the browser: what stands out of the page, or out of the frame of its table. */
export function standsOut(): string[] {
  const found: string[] = [];
  const page = document.documentElement;
  if (page.scrollWidth > window.innerWidth) found.push(`the page by ${page.scrollWidth - window.innerWidth}`);
  for (const table of document.querySelectorAll("table")) {
    if (table.closest("[data-paper]")) continue;
    const frame = table.parentElement!;
    if (table.offsetWidth > frame.clientWidth + 1) {
      found.push(`a table by ${table.offsetWidth - frame.clientWidth}`);
    }
  }
  for (const element of document.querySelectorAll(
    "h1, h2, td, th, p, li, dd, dt, label, select, button, [role=dialog]",
  )) {
    const { left, right, width } = element.getBoundingClientRect();
    const isSeen = width > 1 && getComputedStyle(element).visibility === "visible";
    // The head of a list of cards is there for those who do not see; tabs, code and what is laid out for paper scroll in
    // their own frame.
    const head = element.closest("thead");
    const isApart =
      element.closest(".sr-only, pre, nav, [data-paper]") ||
      (head && getComputedStyle(head).position === "absolute");
    if (isSeen && !isApart && (left < -1 || right > window.innerWidth + 1)) {
      found.push(`${element.tagName} ${element.textContent?.slice(0, 40)}`);
    }
  }
  return found;
}

/**
 * In the browser: columns whose cells are numbers, and do not stand at the right of their column under their head, digit under
 * digit: numbers run from left to right in Arabic as well.
 */
export function wrongSides(): string[] {
  const found: string[] = [];
  const gapOf = (cell: Element) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 1);
    // A column that the width hides has no place.
    if (boxes.length === 0) return 0;
    return cell.getBoundingClientRect().right - Math.max(...boxes.map(({ right }) => right));
  };
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.querySelectorAll("thead th")];
    for (const row of table.querySelectorAll("tbody tr")) {
      for (const [index, cell] of [...row.children].entries()) {
        const text = (cell as HTMLElement).innerText.trim();
        const head = heads[index] as HTMLElement | undefined;
        if (cell.tagName !== "TD" || !head?.innerText || !/^[-+−\u2066-\u2069\d.,%\s]+$/.test(text)) continue;
        // A phone number or its beginning, an id that leads somewhere, and an HTTP status are names.
        if (/^\+\d/.test(text) || cell.querySelector("a, [data-status-code]")) continue;
        for (const [what, element] of [
          ["head", head],
          ["cell", cell],
        ] as const) {
          if (gapOf(element) > 20) found.push(`${what} of ${head.innerText}: ${text}`);
        }
      }
    }
  }
  return [...new Set(found)];
}

/** Gives an account, and all that stands beside its name somewhere, the longest names that there may be. */
export async function plantLongNames(gateway: Gateway, account: TestAccount): Promise<void> {
  const desk = await gateway.desk();
  const accountId = account.id;
  await desk.call("accounts", "changeAccount", {
    id: accountId,
    name: long(`W${accountId}`, "W", 100),
    contactName: long("C", "M", 100),
    contactEmail: `${"m".repeat(60)}@${"w".repeat(60)}.example.com`,
    notes: long("N", "W", 300),
  });
  await desk.call("templates", "createTemplate", { accountId, name: long("T", "W", 100), english: "{code}" });
  const { id: draft } = await desk.call("templates", "createTemplate", {
    accountId,
    name: long("ق", "ضصث", 100),
    english: "{code}",
  });
  await desk.call("decisions", "rejectTemplate", { id: draft, reason: long("R", "W", 300) });
  const { id: tokenId } = await desk.call("tokens", "createToken", { accountId, name: long("K", "W", 100) });
  await desk.call("whitelist", "addToWhitelist", {
    accountId,
    range: "2001:db8:1111:2222:3333:4444:5555:6666/128",
    label: long("L", "W", 100),
  });
  await desk.call("plans", "createPlan", {
    name: long(`P${accountId}`, "W", 60),
    quota: 2_000_000_000,
    days: 3_660,
    unit: "segment",
    price: long("S", "W", 60),
  });
  await desk.call("subscriptions", "grantSubscription", {
    accountId,
    plan: long("P", "W", 60),
    quota: 2_000_000_000,
    days: 30,
    note: long("N", "W", 300),
  });
  await desk.call("tokens", "revokeToken", { id: tokenId });
}
