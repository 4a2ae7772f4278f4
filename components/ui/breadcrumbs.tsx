import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** The path to this page, above its title: the pages that contain it, outermost first. */
export function Breadcrumbs({ trail }: { trail: { href: string; name: string }[] }) {
  const t = useTranslations("common.nav");
  return (
    <nav aria-label={t("trail")} className="mb-1.5 text-[13px] text-muted">
      <ol className="flex flex-wrap items-center gap-1">
        {trail.map(({ href, name }) => (
          <li key={href} className="inline-flex min-w-0 items-center gap-1">
            <Link href={href} className="truncate rounded hover:text-foreground hover:underline">
              {name}
            </Link>
            <ChevronRight className="mirrored size-3.5 shrink-0" aria-hidden="true" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
