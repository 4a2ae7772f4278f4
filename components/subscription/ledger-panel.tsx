import { Download, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { LedgerColumn, LedgerDay, LedgerMovement, LedgerSums } from "#core/customer/ledger.ts";
import { LedgerBalance } from "./ledger-balance.tsx";
import { LedgerChanges } from "./ledger-changes.tsx";
import { LedgerPeriod } from "./ledger-period.tsx";
import { LedgerTable } from "./ledger-table.tsx";

const LEDGER_CHANGES = "ledger-changes";

export interface LedgerView {
  /** Days, `2026-11-30`, both included. */
  from: string;
  to: string;
  period: string;
  opening: number;
  closing: number;
  sums: LedgerSums;
  /** Newest first. */
  days: LedgerDay[];
  /** Newest first. */
  movements: LedgerMovement[];
  months: string[];
  subscriptionId: number | null;
}

/** The ledger of a period: what the columns add up to, each day, and ways to take it along. */
export function LedgerPanel({
  ledger,
  path,
  log,
  subscriptions,
  csv,
  statement,
  choices = [],
}: {
  ledger: LedgerView;
  path: string;
  /** The address of the send log; a day's messages are behind `?period=`. */
  log: string;
  subscriptions: { id: number; plan: string; href: string }[];
  csv: string;
  statement: string;
  /** The subscriptions of which one can be chosen. */
  choices?: { id: number; plan: string }[];
}) {
  const t = useTranslations("subscription");
  const { from, to, opening, closing, sums, days, movements } = ledger;
  const only = ledger.subscriptionId === null ? "" : `&subscription=${ledger.subscriptionId}`;
  const hrefOf = (column: LedgerColumn, of: { from: string; to: string }) => {
    if (column !== "used" && column !== "returned") return `#${LEDGER_CHANGES}`;
    const failed = column === "returned" ? "&status=failed" : "";
    return `${log}${log.includes("?") ? "&" : "?"}period=${of.from}..${of.to}${only}${failed}`;
  };
  return (
    <Panel
      id="ledger"
      title={t("ledger")}
      flush
      action={
        <div className="flex flex-wrap items-center gap-2">
          <LedgerPeriod
            path={path}
            period={ledger.period}
            from={from}
            to={to}
            months={ledger.months}
            subscriptionId={ledger.subscriptionId}
            choices={choices}
          />
          <LinkButton href={statement} variant="outline" isFile>
            <Printer className="size-4" aria-hidden="true" />
            {t("statement")}
          </LinkButton>
          <LinkButton href={csv} variant="outline" isFile>
            <Download className="size-4" aria-hidden="true" />
            {t("csv")}
          </LinkButton>
        </div>
      }
    >
      <LedgerBalance
        opening={opening}
        sums={sums}
        closing={closing}
        hrefOf={(column) => hrefOf(column, { from, to })}
      />
      {days.length === 0 ? (
        <p className="border-t border-separator px-4 py-3 text-[13px] text-muted">{t("noLedger")}</p>
      ) : (
        <LedgerTable
          days={days}
          sums={sums}
          from={from}
          to={to}
          opening={opening}
          closing={closing}
          hrefOf={hrefOf}
        />
      )}
      <LedgerChanges id={LEDGER_CHANGES} movements={movements} subscriptions={subscriptions} />
      <p className="border-t border-separator px-4 py-3 text-[13px] text-muted">{t("ledgerHint")}</p>
    </Panel>
  );
}
