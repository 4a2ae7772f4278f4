import { buttonVariants } from "@heroui/styles";
import Link from "next/link";
import type { ReactNode } from "react";

/** A link that looks like the page's primary action. */
export function LinkButton({
  href,
  children,
  variant = "primary",
}: {
  href: string;
  children: ReactNode;
  variant?: "primary" | "outline";
}) {
  return (
    <Link href={href} className={buttonVariants({ variant })}>
      {children}
    </Link>
  );
}
