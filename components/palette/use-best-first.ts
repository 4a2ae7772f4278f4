import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";

const MOVES = ["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];

/**
 * Keeps the highlight on the first line while answers add lines above it, until the reader moves it by key. React Aria
 * itself moves it there only for the first change after a letter was typed: this is the event by which its autocomplete
 * asks for that.
 */
export function useBestFirst(
  list: RefObject<HTMLElement | null>,
  { typed, searching, first }: { typed: string; searching: boolean; first: string | undefined },
): { onKeyDown: (event: KeyboardEvent) => void } {
  const movedFor = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again after each change, which uses it up
  useEffect(() => {
    if (typed.trim() === "" || movedFor.current === typed) return;
    list.current?.dispatchEvent(
      new CustomEvent("react-aria-focus", { bubbles: true, detail: { focusStrategy: "first" } }),
    );
  }, [list, typed, searching, first]);
  return {
    onKeyDown: ({ key, isTrusted }) => {
      if (isTrusted && MOVES.includes(key)) movedFor.current = typed;
    },
  };
}
