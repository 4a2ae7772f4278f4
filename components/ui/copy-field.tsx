import { CopyButton } from "./copy-button.tsx";

/** The whole of what a dialog shows once, to be handed on. The button that copies it has the focus first. */
export function CopyField({ value, label }: { value: string; label: string }) {
  return (
    <div
      dir="ltr"
      className="mt-4 flex items-center gap-2 rounded-lg border border-border bg-surface-secondary py-2 ps-3 pe-2"
    >
      <code className="min-w-0 flex-1 text-[13px] break-all select-all">{value}</code>
      <CopyButton value={value} label={label} autoFocus />
    </div>
  );
}
