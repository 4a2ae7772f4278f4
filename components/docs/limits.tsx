import { useTranslations } from "next-intl";
import { BODY_LIMIT, KEY_LENGTH } from "#core/api/details.ts";
import { sendFields } from "#core/drf/send-request.ts";

/** The accepted values and the limits of a request. */
export function Limits({
  countries,
  concurrency,
}: {
  /** Their names in the reader's language. */
  countries: string;
  /** How many requests of an account may be in progress in one server process. */
  concurrency: number;
}) {
  const t = useTranslations("docs.limits");
  const rows = [
    [t("countries"), countries],
    [t("code"), t("characters", { count: sendFields.code.maxLength })],
    [t("segment"), t("segmentValue")],
    [t("body"), t("bodyValue", { kib: BODY_LIMIT / 1024 })],
    [t("key"), t("keyValue", { count: KEY_LENGTH })],
    [t("unknown"), t("unknownValue")],
    [t("rate"), t("rateValue", { most: concurrency })],
  ];
  return (
    <dl className="divide-y divide-separator rounded-lg border border-border bg-surface">
      {rows.map(([name, value]) => (
        <div key={name} className="grid gap-x-6 gap-y-1 px-4 py-2.5 text-[13px] sm:grid-cols-[12rem_1fr]">
          <dt className="text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
