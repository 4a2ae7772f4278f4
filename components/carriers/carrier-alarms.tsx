import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { RelativeTime } from "#components/time/time.tsx";
import type { CarrierAlarm } from "#core/gateway/carrier-alarms.ts";

/** What of the carriers needs somebody, the gravest first. Nothing where nothing does. */
export function CarrierAlarms({ alarms, link = false }: { alarms: CarrierAlarm[]; link?: boolean }) {
  const t = useTranslations("carriers");
  if (alarms.length === 0) return null;
  return (
    <ul
      aria-label={t("alarms")}
      className="mb-6 divide-y divide-separator rounded-lg border border-failed/40 bg-surface text-[13px]"
    >
      {alarms.map(({ kind, provider, since, detail }) => (
        <li key={`${kind} ${provider}`} data-alarm={kind} className="flex items-start gap-2 px-4 py-2.5">
          <TriangleAlert className="mt-0.5 size-4 shrink-0 text-failed" aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere">
            <span className="font-medium">{t(`alarm.${kind}`, { name: provider })}</span>
            {detail && (
              <>
                {" "}
                <bdi dir="ltr" className="text-muted">
                  {detail}
                </bdi>
              </>
            )}
            {since && (
              <span className="text-muted">
                {" · "}
                <RelativeTime at={since} />
              </span>
            )}{" "}
            {link && (
              <Link
                href="/admin/carriers"
                className="font-medium text-link underline-offset-4 hover:underline"
              >
                {t("toCarriers")}
              </Link>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
