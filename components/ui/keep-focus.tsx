import type { ReactNode } from "react";

/**
 * Around buttons below a field: pressing one leaves the focus where it is. What the field has to say when it is left
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
