import { Skeleton } from "@heroui/react";

/** The way back, the title with its description, the facts, and the history below. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <Skeleton className="mb-4 h-5 w-32 rounded-md" />
      <Skeleton className="h-7 w-64 rounded-md" />
      <Skeleton className="mt-2 mb-6 h-5 w-32 rounded-md" />
      <div className="flex max-w-[1200px] flex-col gap-6">
        <Skeleton className="h-44 rounded-lg" />
        <Skeleton className="h-64 rounded-lg" />
      </div>
    </div>
  );
}
