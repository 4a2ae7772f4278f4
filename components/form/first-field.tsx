import { useEffect, useRef } from "react";

const FIELDS =
  "input:not([type=hidden], [type=radio], :disabled), input[type=radio]:checked, select:not(:disabled), textarea:not(:disabled)";

/**
 * Inside the form of a dialog that opens: gives the focus to its first field, so that Enter submits, unless another
 * field asked for it. A dialog without fields keeps it.
 */
export function FirstField() {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = place.current?.closest("form");
    if (form && !form.contains(document.activeElement)) form.querySelector<HTMLElement>(FIELDS)?.focus();
  }, []);
  return <span ref={place} hidden />;
}
