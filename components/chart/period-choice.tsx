import Link from "next/link";
import { useTranslations } from "next-intl";
import { toggleGroup, toggleItem } from "#components/ui/toggle-look.ts";
import { type ChartPeriod, chartPeriods } from "#core/table/chart-period.ts";

/** The period shown by the page. It is in the address, so that it can be bookmarked, shared and gone back to. */
export function PeriodChoice({ path, chosen }: { path: string; chosen: ChartPeriod }) {
  const t = useTranslations("chart");
  return (
    <nav aria-label={t("period")} className={toggleGroup}>
      {chartPeriods.map((period) => (
        <Link
          key={period}
          href={`${path}?period=${period}`}
          scroll={false}
          aria-current={period === chosen ? "true" : undefined}
          className={toggleItem(period === chosen)}
        >
          {t(`periods.${period}`)}
        </Link>
      ))}
    </nav>
  );
}
