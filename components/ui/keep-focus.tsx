import type { ReactNode } from "react";

/**
 * Around buttons below a field: pressing one leaves the focus in the field. Otherwise the field's validation on blur
 * could move the button away from under the pointer, and the click would be lost; submitting validates every field
 * anyway.
 */
export function KeepFocus({ children }: { children: ReactNode }) {
  return (
    <span className="contents" onMouseDownCapture={(event) => event.preventDefault()}>
      {children}
    </span>
  );
}
