/** The look of a few alternatives, one of which is active: links that switch the page, buttons that switch a part. */
export const toggleGroup = "inline-flex rounded-lg border border-border bg-surface p-0.5";

export function toggleItem(isOn: boolean): string {
  return `flex h-7 items-center gap-1.5 rounded-md px-2.5 text-[13px] font-medium whitespace-nowrap transition-colors duration-100 ${
    isOn ? "bg-accent-soft text-accent-soft-foreground" : "text-muted hover:text-foreground"
  }`;
}
