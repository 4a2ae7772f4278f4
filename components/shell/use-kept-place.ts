import { type RefObject, useEffect } from "react";

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
/** What floats above the page: a click there does not leave the place. */
const FLOATING = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** Where the focus is in a list: enough to find the neighbour of what vanishes. */
interface Place {
  element: HTMLElement;
  pathname: string;
  item: Element | null;
  list: Element | null;
  /** The item's place in the list, and the element's in the item. */
  index: number;
  within: number;
}

const focusables = (inside: Element) => [...inside.querySelectorAll<HTMLElement>(FOCUSABLE)];

function placeOf(element: HTMLElement): Place {
  const item = element.closest("li, tr, article");
  const list = item?.parentElement ?? null;
  return {
    element,
    pathname: window.location.pathname,
    item,
    list,
    index: item && list ? [...list.children].indexOf(item) : 0,
    within: item ? focusables(item).indexOf(element) : 0,
  };
}

/** The element itself if it is back, else its neighbour in the item, else in the item that took its place. */
function heirOf({ element, item, list, index, within }: Place, root: HTMLElement): HTMLElement {
  if (element.isConnected) return element;
  const heir = item?.isConnected
    ? item
    : list?.isConnected
      ? [...list.children].slice(0, index + 1).at(-1)
      : null;
  const candidates = heir ? focusables(heir) : [];
  return candidates[within] ?? candidates.at(-1) ?? root;
}

/**
 * Keeps the place of whoever works by keyboard: when the focused button vanishes with its row, or is disabled while its
 * action runs, browsers put the focus at the top of the page.
 */
export function useKeptPlace(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const within = root.current;
    if (!within) return;
    let place: Place | undefined;
    const onFocus = ({ target }: FocusEvent) => {
      place = target instanceof HTMLElement && target !== within ? placeOf(target) : undefined;
    };
    const onPointer = ({ target }: PointerEvent) => {
      if (!place || !(target instanceof Element)) return;
      if (!place.element.contains(target) && !target.closest(FLOATING)) place = undefined;
    };
    const observer = new MutationObserver(() => {
      if (!place || document.activeElement !== document.body) return;
      // Another page begins at its top.
      if (place.pathname !== window.location.pathname) return;
      const heir = heirOf(place, within);
      // It is enabled again when the action has ended.
      if (!heir.matches(":disabled")) heir.focus({ preventScroll: true });
    });
    within.addEventListener("focusin", onFocus);
    document.addEventListener("pointerdown", onPointer, true);
    // A dialog that closes leaves it.
    observer.observe(document.body, { childList: true });
    observer.observe(within, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["disabled"],
    });
    return () => {
      within.removeEventListener("focusin", onFocus);
      document.removeEventListener("pointerdown", onPointer, true);
      observer.disconnect();
    };
  }, [root]);
}
