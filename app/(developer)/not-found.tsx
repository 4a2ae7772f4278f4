import { PageMissing } from "#components/ui/page-missing.tsx";

/** Shown inside the layout, so that the navigation stays available. */
export default function NotFound() {
  return <PageMissing home="/" />;
}
