import { Skeleton } from "@heroui/react";

/** The skeleton of a page with a table while its rows are read. */
export function DataTableSkeleton({ rows = 12, tabs = false }: { rows?: number; tabs?: boolean }) {
  return (
    <div aria-busy="true">
      <Skeleton className="h-7 w-40 rounded-md" />
      <Skeleton className="mt-2 mb-6 h-5 w-full max-w-md rounded-md" />
      {tabs && <Skeleton className="mb-4 h-9 w-64 rounded-md" />}
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 w-64 rounded-lg" />
        <Skeleton className="h-8 w-24 rounded-full max-md:hidden" />
        <Skeleton className="h-8 w-24 rounded-full max-md:hidden" />
      </div>
      <div className="rounded-lg border border-border bg-surface">
        {Array.from({ length: rows }, (_, row) => row).map((row) => (
          <div
            key={row}
            className="flex h-11 items-center gap-6 border-b border-separator px-4 last:border-b-0"
          >
            <Skeleton className="h-4 w-1/5 rounded" />
            <Skeleton className="h-4 w-1/6 rounded" />
            <Skeleton className="h-4 w-1/4 rounded max-md:hidden" />
            <Skeleton className="ms-auto h-4 w-20 rounded" />
          </div>
        ))}
      </div>
    </div>
  );
}
