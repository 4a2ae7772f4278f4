import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { MOST_COUNTED } from "#core/message/recent-use.ts";

/** The number of something's recent messages, up to a limit, leading to them. */
export function RecentCount({ count, href }: { count: number; href: string }) {
  const t = useTranslations("common");
  const format = useFormatter();
  if (count === 0) return <span className="text-muted">0</span>;
  return (
    <Link href={href} prefetch={false} className="font-medium text-link hover:underline">
      {count > MOST_COUNTED ? t("moreThan", { count: format.number(MOST_COUNTED) }) : format.number(count)}
    </Link>
  );
}
