import { useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

/** Names a dialog in an address, so that the palette can lead to it. */
export const DIALOG_PARAM = "do";
/** What the dialog is about, if it is about one thing of the page. */
export const ABOUT_PARAM = "of";

/**
 * Opens the dialog that the address asks for, once: the address then loses it, so that neither a reload nor the back button
 * opens it again.
 */
export function useAskedDialog(open: (dialog: string, about: string | null) => unknown): void {
  const params = useSearchParams();
  const dialog = params.get(DIALOG_PARAM);
  const about = params.get(ABOUT_PARAM);
  const onAsked = useEffectEvent(open);
  useEffect(() => {
    if (dialog === null) return;
    const address = new URL(window.location.href);
    address.searchParams.delete(DIALOG_PARAM);
    address.searchParams.delete(ABOUT_PARAM);
    window.history.replaceState(null, "", address);
    onAsked(dialog, about);
  }, [dialog, about]);
}
