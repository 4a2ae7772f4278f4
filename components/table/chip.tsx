import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** The look of a chip's button, which opens its choices. */
export function chipTrigger(isSet: boolean): string {
  return `flex h-full max-w-72 min-w-0 items-center gap-1.5 rounded-full text-[13px] ${isSet ? "ps-3 pe-1.5" : "px-2.5 text-muted hover:text-foreground"}`;
}

/** The frame around a filter: dashed while it is not set, with a clear button when it is. */
export function Chip({
  isSet,
  label,
  onClear,
  children,
}: {
  isSet: boolean;
  label: string;
  onClear: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("table");
  return (
    <span
      className={`inline-flex h-8 min-w-0 items-center rounded-full border ${isSet ? "border-accent/40 bg-accent-soft" : "border-dashed border-border bg-surface print:hidden"}`}
    >
      {children}
      {isSet && (
        <button
          type="button"
          aria-label={t("remove", { label })}
          onClick={onClear}
          className="me-1.5 grid size-5 shrink-0 place-items-center rounded-full text-muted hover:bg-surface-tertiary hover:text-foreground"
        >
          <X className="size-3.5" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

export function ChipLabel({ label, value }: { label: string; value: string | null }) {
  if (value === null) {
    return (
      <>
        <Plus className="size-3.5 shrink-0" aria-hidden="true" />
        {label}
      </>
    );
  }
  return (
    <>
      <span className="shrink-0 text-muted">{label}</span>
      <bdi className="truncate font-medium">{value}</bdi>
    </>
  );
}
