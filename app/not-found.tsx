import { PageMissing } from "#components/ui/page-missing.tsx";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageMissing home="/" />
    </main>
  );
}
