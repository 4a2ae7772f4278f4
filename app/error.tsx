"use client";

import { PageError, type PageErrorProps } from "#components/ui/page-error.tsx";

/** Shown if even the layout fails. */
export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageError {...props} />
    </main>
  );
}
