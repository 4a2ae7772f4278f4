import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { type Column, columnsOf } from "#components/table/table-features.ts";
import { ExactTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Status } from "#components/ui/status.tsx";
import type { LogRowView } from "./log-row.ts";
import { reasonName } from "./reason-text.ts";

const helper = columnsOf<LogRowView>();

/** The columns of a send log; the admin's has two more. */
export function useMessageColumns(side: "developer" | "admin"): Column<LogRowView>[] {
  const t = useTranslations("messages");
  return useMemo(() => {
    const operators = side === "admin";
    const reasonOf = ({ problem }: LogRowView) => problem && reasonName(t, side, problem);
    return [
      helper.display({
        id: "number",
        meta: { name: t("number"), main: true },
        cell: ({ row }) => <Ltr mono>+{row.original.number}</Ltr>,
      }),
      helper.display({
        id: "status",
        meta: { name: t("status"), card: "end" },
        cell: ({ row }) => <Status of={row.original.status} />,
      }),
      helper.display({
        id: "reason",
        meta: { name: t("reason"), from: "medium" },
        cell: ({ row: { original } }) => {
          const reason = reasonOf(original);
          return reason && <Name>{reason}</Name>;
        },
      }),
      ...(operators
        ? [
            helper.display({
              id: "account",
              meta: { name: t("account"), card: "below" },
              cell: ({ row: { original } }) => (
                <BelowReason reason={reasonOf(original)}>
                  <AccountNameText of={original.accountName} />
                </BelowReason>
              ),
            }),
          ]
        : []),
      helper.display({
        id: "template",
        meta: { name: t("template"), ...(!operators && { card: "below" as const }) },
        cell: ({ row: { original } }) =>
          operators ? (
            <Name>{original.templateName}</Name>
          ) : (
            <BelowReason reason={reasonOf(original)}>
              <Name>{original.templateName}</Name>
            </BelowReason>
          ),
      }),
      helper.display({
        id: "token",
        meta: { name: t("token"), from: operators ? "wide" : "medium" },
        cell: ({ row: { original } }) =>
          original.tokenName === null ? (
            <span className="text-muted">{t("noToken")}</span>
          ) : (
            <Name>{original.tokenName}</Name>
          ),
      }),
      helper.display({
        id: "language",
        meta: { name: t("language"), from: "wide" },
        cell: ({ row }) => t(`languages.${row.original.language}`),
      }),
      ...(operators
        ? [
            helper.display({
              id: "provider",
              meta: { name: t("provider"), from: "medium" },
              cell: ({ row }) => row.original.provider && <Ltr>{row.original.provider}</Ltr>,
            }),
          ]
        : []),
      helper.display({
        id: "credits",
        meta: { name: t("credits"), numeric: true, from: "wide" },
        cell: ({ row }) => row.original.credits,
      }),
      helper.display({
        id: "id",
        meta: { name: t("id"), numeric: true, from: "wide" },
        cell: ({ row }) => <Ltr mono>{row.original.id}</Ltr>,
      }),
      helper.display({
        id: "at",
        meta: { name: t("at"), card: "below-end" },
        cell: ({ row }) => (
          <span className="whitespace-nowrap">
            <ExactTime at={row.original.at} to="second" />
          </span>
        ),
      }),
    ];
  }, [t, side]);
}

/** A card has no room for a column of reasons: the reason begins its second line. */
function BelowReason({ reason, children }: { reason: string | null; children: ReactNode }) {
  if (!reason) return children;
  return (
    <>
      <span className="text-foreground @2xl:hidden">{reason} · </span>
      <span className="@max-2xl:[&>*]:inline">{children}</span>
    </>
  );
}

function Name({ children }: { children: string }) {
  return (
    <bdi title={children} className="block max-w-56 truncate @max-2xl:max-w-full">
      {children}
    </bdi>
  );
}
