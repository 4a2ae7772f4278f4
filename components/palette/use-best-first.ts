import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";

const MOVES = ["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];

/**
 * Moves the highlight to the first line when an answer puts another one there, unless the reader has moved it by key.
 * React Aria's autocomplete does so only while somebody types, so that this presses Home for the reader.
 */
export function useBestFirst(
  palette: RefObject<HTMLElement | null>,
  { typed, first }: { typed: string; first: string | undefined },
): { onKeyDown: (event: KeyboardEvent) => void } {
  const shownFor = useRef(typed);
  const hasMoved = useRef(false);
  useEffect(() => {
    const isAnswer = shownFor.current === typed;
    shownFor.current = typed;
    // Whoever types on looks for something else, though it were the same again.
    if (!isAnswer) hasMoved.current = false;
    if (!isAnswer || first === undefined) return;
    // React Aria renders a list of new lines after this effect.
    const shown = requestAnimationFrame(() => {
      if (hasMoved.current) return;
      const home = new window.KeyboardEvent("keydown", { key: "Home", bubbles: true, cancelable: true });
      palette.current?.querySelector("input")?.dispatchEvent(home);
    });
    return () => cancelAnimationFrame(shown);
  }, [palette, typed, first]);
  return {
    onKeyDown: ({ key, isTrusted }) => {
      if (isTrusted && MOVES.includes(key)) hasMoved.current = true;
    },
  };
}
