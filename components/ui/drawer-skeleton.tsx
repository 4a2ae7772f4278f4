import { Skeleton } from "@heroui/react";

/** The details of something before they have arrived. */
export function DetailsSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-48 rounded" />
      <Skeleton className="h-20 w-full rounded-lg" />
      {[0, 1, 2, 3, 4].map((line) => (
        <Skeleton key={line} className="h-4 w-full rounded" />
      ))}
    </div>
  );
}

/** Where the drawer will be, as long as its code is on its way. */
export function DrawerSkeleton() {
  return (
    <div className="fixed inset-0 z-40 bg-backdrop">
      <div data-drawer-skeleton className="absolute inset-y-0 end-0 w-[28rem] max-w-[100vw] bg-overlay">
        <div className="h-14 border-b border-separator" />
        <div className="p-5">
          <DetailsSkeleton />
        </div>
      </div>
    </div>
  );
}
