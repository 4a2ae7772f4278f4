import type { ReactNode } from "react";

/**
 * Around the buttons of a form: pressing one leaves the focus where it is. What a field has to say when it is left
 * would move the button away from under the pointer, and the press would be lost; a submission checks every field
 * anyway.
 */
export function KeepFocus({ children }: { children: ReactNode }) {
  return (
    <span className="contents" onMouseDownCapture={(event) => event.preventDefault()}>
      {children}
    </span>
  );
}
