import { Skeleton } from "@heroui/react";

/** A queue at the start side, with two texts and their checks beside it. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <Skeleton className="h-7 w-40 rounded-md" />
      <Skeleton className="mt-2 mb-6 h-5 w-full max-w-md rounded-md" />
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <Skeleton className="h-64 rounded-lg" />
        <div className="flex flex-col gap-4">
          <Skeleton className="h-10 w-64 rounded-md" />
          <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
            <Skeleton className="h-44 rounded-lg" />
            <Skeleton className="h-44 rounded-lg" />
          </div>
          <Skeleton className="h-56 rounded-lg" />
        </div>
      </div>
    </div>
  );
}
