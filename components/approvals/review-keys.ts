import { useLayoutEffect, useRef } from "react";

export type ReviewKey = "next" | "previous" | "approve" | "reject" | "help";

/** By physical key, so that they work while the keyboard types Arabic. */
const places: Record<string, ReviewKey> = { KeyJ: "next", KeyK: "previous", KeyA: "approve", KeyR: "reject" };

/** Whether a key was pressed by itself, and not while typing or in a dialog. */
export function isReviewKey(event: KeyboardEvent): boolean {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target as HTMLElement;
  return !target.isContentEditable && !target.closest("input, textarea, select, [role=dialog]");
}

/** Single keys that act like the buttons, unless the user is typing or a dialog is open. */
export function useReviewKeys(handlers: Record<ReviewKey, () => void>, active: boolean): void {
  const latest = useRef({ handlers, active });
  // Registered before the template is rendered, so that an early key press is not lost.
  useLayoutEffect(() => {
    latest.current = { handlers, active };
  });
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!latest.current.active || !isReviewKey(event)) return;
      const wanted =
        event.key === "?" || event.key === "؟" ? "help" : event.shiftKey ? undefined : places[event.code];
      if (!wanted) return;
      event.preventDefault();
      latest.current.handlers[wanted]();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
