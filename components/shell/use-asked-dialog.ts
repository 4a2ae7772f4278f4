import { useTakenParams } from "./use-taken-params.ts";

/** Names a dialog in an address, so that the palette can lead to it. */
export const DIALOG_PARAM = "do";
/** What the dialog is about, if it is about one thing of the page. */
export const ABOUT_PARAM = "of";

/** Opens the dialog that the address asks for, once. */
export function useAskedDialog(open: (dialog: string, about: string | null) => unknown): void {
  useTakenParams([DIALOG_PARAM, ABOUT_PARAM], open);
}
