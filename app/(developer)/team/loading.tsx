import { DataTableSkeleton } from "#components/table/data-table-skeleton.tsx";

export default function Loading() {
  return <DataTableSkeleton />;
}
