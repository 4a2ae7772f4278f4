import { Skeleton } from "@heroui/react";

/** The skeleton of a page with a header and a table, while its rows are read. */
export function TableSkeleton({ rows = 5, action = false }: { rows?: number; action?: boolean }) {
  return (
    <div aria-busy="true">
      <div className="mb-6 flex items-start justify-between gap-6">
        <div className="w-full max-w-md">
          <Skeleton className="h-7 w-40 rounded-md" />
          <Skeleton className="mt-2 h-5 w-full rounded-md" />
        </div>
        {action && <Skeleton className="h-9 w-32 shrink-0 rounded-lg" />}
      </div>
      <div className="rounded-lg border border-border bg-surface">
        {Array.from({ length: rows }, (_, row) => row).map((row) => (
          <div
            key={row}
            className="flex h-11 items-center gap-6 border-b border-separator px-4 last:border-b-0"
          >
            <Skeleton className="h-4 w-1/4 rounded" />
            <Skeleton className="h-4 w-1/3 rounded" />
            <Skeleton className="ms-auto h-4 w-16 rounded" />
          </div>
        ))}
      </div>
    </div>
  );
}
