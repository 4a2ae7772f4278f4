import { Skeleton } from "@heroui/react";

/** The skeleton of a template's page: its header, and below it its versions or fields. */
export function TemplateSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="h-7 w-48 rounded-md" />
      <Skeleton className="mt-2 mb-6 h-5 w-64 rounded-md" />
      <Skeleton className="h-36 rounded-lg" />
    </div>
  );
}
