import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { reasonName } from "#components/messages/reason-text.ts";
import { Panel } from "#components/ui/panel.tsx";
import { type FailureReason, failureReasons } from "#core/message/reasons.ts";
import { Counts } from "./counts.tsx";

export interface FailuresProps {
  side: "developer" | "admin";
  /** By reason and mobile operator; operator 0 stands for all other numbers. */
  failures: { reason: FailureReason; operatorId: number; count: number }[];
  operators: { id: number; name: string; arabicName: string | null }[];
  /** The send log of the same period. */
  log: string;
  children?: ReactNode;
}

/** Why messages failed, and those of which mobile operator. Each line leads to its messages. */
export function Failures({ side, failures, operators, log, children }: FailuresProps) {
  const t = useTranslations("overview");
  const reason = useTranslations("messages");
  const locale = useLocale();
  const sum = (wanted: (failure: FailuresProps["failures"][number]) => boolean) =>
    failures.filter(wanted).reduce((total, { count }) => total + count, 0);
  const isKnown = (id: number) => operators.some((operator) => operator.id === id);
  const byReason = failureReasons.map((code) => ({
    key: code,
    name: reasonName(reason, side, code),
    count: sum((failure) => failure.reason === code),
    href: `${log}&reason=${code}`,
  }));
  const byOperator = [
    ...operators.map(({ id, name, arabicName }) => ({
      key: String(id),
      name: locale === "ar" ? (arabicName ?? name) : name,
      count: sum(({ operatorId }) => operatorId === id),
      href: `${log}&status=failed&operator=${id}`,
    })),
    {
      key: "other",
      name: t("otherOperator"),
      count: sum(({ operatorId }) => !isKnown(operatorId)),
      href: `${log}&status=failed&operator=none`,
    },
  ];
  const listed = [...byReason, ...byOperator].some(({ count }) => count > 0);
  return (
    <Panel title={t("failures")}>
      {listed ? (
        <div className="flex flex-col gap-5">
          <Part name={t("failuresByReason")} rows={byReason} />
          <Part name={t("failuresByOperator")} rows={byOperator} />
        </div>
      ) : (
        <p className="text-[13px] text-muted">{t("noFailures")}</p>
      )}
      {children}
    </Panel>
  );
}

function Part({ name, rows }: { name: string; rows: Parameters<typeof Counts>[0]["rows"] }) {
  return (
    <div>
      <h3 className="mb-1.5 text-[13px] text-muted">{name}</h3>
      <Counts
        label={name}
        rows={rows.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count)}
      />
    </div>
  );
}
