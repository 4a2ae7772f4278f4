import { PageMissing } from "#components/ui/page-missing.tsx";

export default function NotFound() {
  return (
    <main>
      <PageMissing home="/" />
    </main>
  );
}
