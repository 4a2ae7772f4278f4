import { Skeleton } from "@heroui/react";

/** The shape of one template’s page, old or new: what it is, and below it its versions or its fields. */
export function TemplateSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="h-7 w-48 rounded-md" />
      <Skeleton className="mt-2 mb-6 h-5 w-64 rounded-md" />
      <Skeleton className="h-36 rounded-lg" />
    </div>
  );
}
