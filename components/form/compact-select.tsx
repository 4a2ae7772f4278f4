import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";

/** The system's own select in a toolbar or a popover: as high as the buttons beside it, with the arrow of all fields. */
export function CompactSelect({ className = "", ...select }: ComponentProps<"select">) {
  return (
    <span className="relative inline-flex min-w-0">
      <select
        {...select}
        className={`h-9 min-w-0 appearance-none truncate rounded-lg border border-border bg-surface ps-2.5 pe-7 text-[13px] text-foreground ${className}`}
      />
      <ChevronDown
        className="pointer-events-none absolute end-2 top-1/2 size-3.5 -translate-y-1/2 text-muted"
        aria-hidden="true"
      />
    </span>
  );
}
