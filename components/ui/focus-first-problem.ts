/** After an answer that was waited for, React may take longer than a frame to draw it. */
const FRAMES = 10;

/** Leads to the first field at fault, once it is drawn as such: what was typed there is to be mended. */
export function focusFirstProblem(form: HTMLElement, frames = FRAMES): void {
  requestAnimationFrame(() => {
    const field = form.querySelector<HTMLElement>("[aria-invalid=true]");
    if (field) field.focus();
    else if (frames > 1) focusFirstProblem(form, frames - 1);
  });
}
