import { Skeleton } from "@heroui/react";
import { HeaderSkeleton, RowsSkeleton } from "./skeleton-parts.tsx";

/** The skeleton of a page with a header and a table, while its rows are read. */
export function TableSkeleton({ rows = 5, action = false }: { rows?: number; action?: boolean }) {
  return (
    <div aria-busy="true">
      <HeaderSkeleton>{action && <Skeleton className="h-9 w-32 shrink-0 rounded-lg" />}</HeaderSkeleton>
      <RowsSkeleton rows={rows}>
        <Skeleton className="h-4 w-1/4 rounded" />
        <Skeleton className="h-4 w-1/3 rounded" />
        <Skeleton className="ms-auto h-4 w-16 rounded" />
      </RowsSkeleton>
    </div>
  );
}
