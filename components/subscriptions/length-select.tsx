import { useTranslations } from "next-intl";
import { NativeSelect } from "#components/form/native-select.tsx";
import { storedLength } from "#core/customer/subscription.ts";

/** The choice beside the months: a number of days, which a field of its own takes. */
export const IN_DAYS = "days";
const MONTHS = [1, 2, 3, 6, 12];

/** How long a subscription is: some calendar months, or days. */
export function LengthSelect({
  value,
  onChange,
  inDays,
  error,
}: {
  /** `IN_DAYS`, or a number of months. */
  value: string;
  onChange: (value: string) => void;
  /** Says where the days come from, if not from a field. */
  inDays?: string;
  error: string | undefined;
}) {
  const t = useTranslations("common.length");
  const months =
    value === IN_DAYS ? MONTHS : [...new Set([...MONTHS, Number(value)])].toSorted((a, b) => a - b);
  return (
    <NativeSelect
      name="months"
      label={t("label")}
      error={error}
      value={value}
      onChange={onChange}
      options={[
        { value: IN_DAYS, text: inDays ?? t("inDays") },
        ...months.map((count) => ({ value: String(count), text: t("months", { count }) })),
      ]}
    />
  );
}

/** The length of a plan's subscriptions in words: `30 days`, `3 months`. */
export function useLengthText() {
  const t = useTranslations("common.length");
  return (stored: { days: number | null; months: number | null }) => {
    const { days, months } = storedLength(stored);
    return months === undefined ? t("days", { count: days }) : t("months", { count: months });
  };
}
