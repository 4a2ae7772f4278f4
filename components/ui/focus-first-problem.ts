/** Leads to the first field at fault, once it is drawn as such: what was typed there is to be mended. */
export function focusFirstProblem(form: HTMLElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
