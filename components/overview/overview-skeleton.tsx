import { Skeleton } from "@heroui/react";
import { HeaderSkeleton } from "#components/ui/skeleton-parts.tsx";

/** The shape of an overview: figures, a chart and two panels. */
export function OverviewSkeleton() {
  return (
    <div aria-busy="true">
      <HeaderSkeleton>
        <Skeleton className="h-8 w-56 rounded-lg" />
      </HeaderSkeleton>
      <div className="flex max-w-[1200px] flex-col gap-6">
        <Skeleton className="h-28 rounded-lg max-lg:h-56" />
        <Skeleton className="h-96 rounded-lg" />
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <Skeleton className="h-96 rounded-lg" />
          <Skeleton className="h-44 rounded-lg" />
        </div>
      </div>
    </div>
  );
}
