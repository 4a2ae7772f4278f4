/**
 * Puts text on the clipboard. Browsers offer their clipboard API only over HTTPS and on localhost, and a gateway may be
 * opened by its address over plain HTTP: there the older command does it, from a selection of its own.
 *
 * @returns whether it is there.
 */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused by the browser's settings, say; the command may still be allowed.
    }
  }
  return copyByCommand(text);
}

function copyByCommand(text: string): boolean {
  // Not a field, which would need the focus: an open dialog keeps that inside.
  const holder = document.createElement("pre");
  holder.textContent = text;
  holder.style.cssText = "position:fixed;inset-inline-start:-9999px;user-select:text";
  document.body.append(holder);
  const selection = window.getSelection();
  const before = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  // The exact text, rather than what the browser makes of the element.
  const onCopy = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
  };
  document.addEventListener("copy", onCopy, { once: true, capture: true });
  try {
    selection?.selectAllChildren(holder);
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    document.removeEventListener("copy", onCopy, { capture: true });
    holder.remove();
    selection?.removeAllRanges();
    if (before) selection?.addRange(before);
  }
}
