"use client";

import { PageError } from "#components/ui/page-error.tsx";

/** Shown if even the layout fails. */
export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageError {...props} />
    </main>
  );
}
