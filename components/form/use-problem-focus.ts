import { useRef } from "react";

/** After an awaited answer React may take more than one frame to render. */
const FRAMES = 10;

/**
 * Focuses the first invalid field of a form: at once, or when the server has answered. By then the user may have gone
 * on to something else, which keeps the focus.
 */
export function useProblemFocus() {
  const focus = useRef<() => void>(undefined);
  return {
    /** When the form is submitted. */
    begin: (form: HTMLElement | null) => {
      focus.current = form ? focusOf(form) : undefined;
    },
    /** When its problems are known. */
    show: () => focus.current?.(),
  };
}

function focusOf(form: HTMLElement): () => void {
  /** What has the focus if nobody has moved it since. */
  let left = document.activeElement;
  let typed = false;
  form.addEventListener("input", () => (typed = true), { once: true });
  const hasGoneOn = () => {
    const now = document.activeElement;
    // A button that is disabled while its form is being sent loses the focus to the page.
    return typed || (now !== left && now !== document.body);
  };
  const look = (frames: number) =>
    requestAnimationFrame(() => {
      if (hasGoneOn()) return;
      const field = form.querySelector<HTMLElement>("[aria-invalid=true]");
      if (field) {
        // Until the server has answered this may be a field that is in order by now.
        field.focus();
        left = field;
      } else if (frames > 1) look(frames - 1);
    });
  return () => look(FRAMES);
}
