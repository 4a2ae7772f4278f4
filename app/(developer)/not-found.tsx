import { PageMissing } from "#components/ui/page-missing.tsx";

/** Inside the frame, so that the way elsewhere stays. */
export default function NotFound() {
  return <PageMissing home="/" />;
}
