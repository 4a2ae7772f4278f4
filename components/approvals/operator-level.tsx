import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { ApprovalState } from "#core/routing/routing-choices.ts";
import { OperatorState } from "./operator-state.tsx";

export interface OperatorLevelRow {
  provider: string;
  language: 0 | 1;
  /** What it will be once the gateway approves the version. */
  state: ApprovalState;
}

/** What approving the version shown means for the operators that accept texts themselves. */
export function OperatorLevel({ rows }: { rows: OperatorLevelRow[] }) {
  const t = useTranslations("operatorApprovals");
  if (rows.length === 0) return null;
  const isMissing = rows.some(({ state }) => state !== "accepted");
  return (
    <Panel title={t("level")}>
      <ul className="flex flex-col gap-1 text-[13px]">
        {rows.map(({ provider, language, state }) => (
          <li key={`${provider}.${language}`} className="flex flex-wrap gap-x-3">
            <bdi className="font-medium">{provider}</bdi>
            <span className="text-muted">{t(`languages.${language}`)}</span>
            <OperatorState state={state} />
          </li>
        ))}
      </ul>
      {isMissing && <p className="mt-3 text-[13px] text-muted">{t("levelConsequence")}</p>}
    </Panel>
  );
}
