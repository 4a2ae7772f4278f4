import { Skeleton } from "@heroui/react";
import type { ReactNode } from "react";

/** A page's title and lead, with what stands beside them. */
export function HeaderSkeleton({ children }: { children?: ReactNode }) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="w-full max-w-md">
        <Skeleton className="h-7 w-40 rounded-md" />
        <Skeleton className="mt-2 h-5 w-full rounded-md" />
      </div>
      {children}
    </div>
  );
}

/** The rows of a table. */
export function RowsSkeleton({ rows, children }: { rows: number; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-border bg-surface">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div
          key={row}
          className="flex h-11 items-center gap-6 border-b border-separator px-4 last:border-b-0"
        >
          {children}
        </div>
      ))}
    </div>
  );
}
