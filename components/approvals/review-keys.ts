import { useLayoutEffect, useRef } from "react";

export type ReviewKey = "next" | "previous" | "approve" | "reject" | "help";

/** By their place on the keyboard, so that they work while it writes Arabic. */
const places: Record<string, ReviewKey> = { KeyJ: "next", KeyK: "previous", KeyA: "approve", KeyR: "reject" };

/** Single keys that do what the buttons do, while nobody types and no dialog is open. */
export function useReviewKeys(handlers: Record<ReviewKey, () => void>, active: boolean): void {
  const latest = useRef({ handlers, active });
  // Before the template is on the screen, so that no key is lost of whoever is quick.
  useLayoutEffect(() => {
    latest.current = { handlers, active };
  });
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!latest.current.active || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.isContentEditable || target.closest("input, textarea, select, [role=dialog]")) return;
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
