import Link from "next/link";
import type { ReactNode } from "react";
import { Ltr } from "#components/ui/ltr.tsx";

/** `<c>` in a text: a name of the API, left to right. */
export const c = (chunks: ReactNode) => (
  <Ltr mono className="rounded bg-surface-tertiary px-1 whitespace-nowrap">
    {chunks}
  </Ltr>
);

const link = "font-medium text-link underline underline-offset-4";

/** A link inside a text. */
export const to = (href: string) => (chunks: ReactNode) => (
  <Link href={href} className={link}>
    {chunks}
  </Link>
);

/** The same for targets that are not pages: the router must not prefetch them. */
export const toFile = (href: string) => (chunks: ReactNode) => (
  <a href={href} className={link}>
    {chunks}
  </a>
);
