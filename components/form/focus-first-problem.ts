/** After an awaited answer React may take more than one frame to render. */
const FRAMES = 10;

/**
 * Focuses the first invalid field once it is rendered as invalid, unless the user has already moved to another field of
 * the form.
 */
export function focusFirstProblem(form: HTMLElement): void {
  const before = document.activeElement;
  const look = (frames: number) =>
    requestAnimationFrame(() => {
      const now = document.activeElement;
      if (now !== before && form.contains(now)) return;
      const field = form.querySelector<HTMLElement>("[aria-invalid=true]");
      if (field) field.focus();
      else if (frames > 1) look(frames - 1);
    });
  look(FRAMES);
}
