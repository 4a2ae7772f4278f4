import { Skeleton } from "@heroui/react";
import { HeaderSkeleton, RowsSkeleton } from "#components/ui/skeleton-parts.tsx";

/** The skeleton of a page with a table while its rows are read. */
export function DataTableSkeleton({ rows = 12, tabs = false }: { rows?: number; tabs?: boolean }) {
  return (
    <div aria-busy="true">
      <HeaderSkeleton />
      {tabs && <Skeleton className="mb-4 h-9 w-64 rounded-md" />}
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 w-64 rounded-lg" />
        <Skeleton className="h-8 w-24 rounded-full max-md:hidden" />
        <Skeleton className="h-8 w-24 rounded-full max-md:hidden" />
      </div>
      <RowsSkeleton rows={rows}>
        <Skeleton className="h-4 w-1/5 rounded" />
        <Skeleton className="h-4 w-1/6 rounded" />
        <Skeleton className="h-4 w-1/4 rounded max-md:hidden" />
        <Skeleton className="ms-auto h-4 w-20 rounded" />
      </RowsSkeleton>
    </div>
  );
}
