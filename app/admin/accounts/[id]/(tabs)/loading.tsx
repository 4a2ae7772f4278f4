import { Skeleton } from "@heroui/react";

/** Below the tabs, which stay. */
export default function Loading() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <Skeleton className="h-24 rounded-lg" />
      <Skeleton className="h-64 rounded-lg" />
    </div>
  );
}
