import { buttonVariants } from "@heroui/styles";
import Link from "next/link";
import type { ReactNode } from "react";

/** A link that looks like the page's primary action. */
export function LinkButton({
  href,
  children,
  variant = "primary",
  isFile = false,
}: {
  href: string;
  children: ReactNode;
  variant?: "primary" | "outline";
  /** Not a page of the dashboard: a file, or a page for printing. */
  isFile?: boolean;
}) {
  if (isFile) {
    return (
      <a href={href} className={buttonVariants({ variant })}>
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={buttonVariants({ variant })}>
      {children}
    </Link>
  );
}
