import { Skeleton } from "@heroui/react";

/** The shape of a profile: its parts one below the other. */
export function ProfileSkeleton() {
  return (
    <div aria-busy="true" className="max-w-[1200px]">
      <Skeleton className="mb-6 h-7 w-32 rounded-md" />
      <Skeleton className="mb-6 h-40 w-full rounded-lg" />
      <Skeleton className="h-96 w-full rounded-lg" />
    </div>
  );
}
