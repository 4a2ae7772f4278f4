import type { KeyboardEvent } from "react";

/** Up, Down, Home and End move between the links of the rows; Enter follows one, like any link. */
export function useRowKeys() {
  return { onKeyDown };
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = linksIn(event.currentTarget);
  const at = links.findIndex((link) => link.closest("tr")?.contains(event.target as Node));
  if (at === -1) return;
  event.preventDefault();
  links[step(at, links.length)]!.focus();
}

const linksIn = (root: ParentNode) => [...root.querySelectorAll<HTMLAnchorElement>("a[data-open]")];

/** From outside, such as from the search box: focuses the first row. */
export function focusFirstRow(inside: Element | null | undefined): boolean {
  const [first] = inside ? linksIn(inside) : [];
  first?.focus();
  return first !== undefined;
}
