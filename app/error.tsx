"use client";

import { PageError } from "#components/ui/page-error.tsx";

/** Where not even the frame can be shown. */
export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main>
      <PageError {...props} />
    </main>
  );
}
