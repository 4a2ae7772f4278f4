import { Skeleton } from "@heroui/react";

export default function Loading() {
  return (
    <div aria-busy="true" className="flex max-w-[1200px] flex-col gap-6">
      <Skeleton className="h-16 w-72 rounded-lg" />
      <Skeleton className="h-28 rounded-lg" />
      <Skeleton className="h-64 rounded-lg" />
    </div>
  );
}
