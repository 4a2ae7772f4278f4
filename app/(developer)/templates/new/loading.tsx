import { TemplateSkeleton } from "#components/templates/template-skeleton.tsx";

export default function Loading() {
  return <TemplateSkeleton />;
}
