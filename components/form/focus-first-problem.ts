/** After an answer that was waited for, React may take longer than a frame to draw it. */
const FRAMES = 10;

/**
 * Leads to the first field at fault, once it is drawn as such: what was typed there is to be mended. Whoever has gone on
 * to another field of the form meanwhile stays there.
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
