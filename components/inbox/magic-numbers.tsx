import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";

const fates = [
  ["0001", "rejected"],
  ["0002", "unknown"],
  ["0003", "undelivered"],
  ["0004", "slow"],
] as const;

/** Explains how to produce every outcome in the sandbox. */
export function MagicNumbers() {
  const t = useTranslations("inbox");
  return (
    <Panel title={t("magicTitle")}>
      <p className="mb-3 text-[13px] text-muted">{t("magicText")}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-2 text-[13px]">
        {fates.map(([digits, fate]) => (
          <div key={digits} className="contents">
            <dt>
              <Ltr mono>…{digits}</Ltr>
            </dt>
            <dd>{t(fate)}</dd>
          </div>
        ))}
        <dt>{t("other")}</dt>
        <dd>{t("delivered")}</dd>
      </dl>
    </Panel>
  );
}
