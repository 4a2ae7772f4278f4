import { OverviewSkeleton } from "#components/overview/overview-skeleton.tsx";

export default function Loading() {
  return <OverviewSkeleton />;
}
