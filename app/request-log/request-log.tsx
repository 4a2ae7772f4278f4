import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { RefusalSummary } from "#components/requests/refusal-summary.tsx";
import type { Side } from "#components/requests/remedies.ts";
import { RequestTable } from "#components/requests/request-table.tsx";
import type { Filter } from "#components/table/table-toolbar.tsx";
import { StatusCode } from "#components/ui/status-code.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { isolated } from "#core/input/isolated.ts";
import { requestErrorCodes } from "#core/requests/request-error.ts";
import { API_STATUSES, requestParams } from "#core/requests/request-log.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { refusalSums } from "#services/customers/refusals.ts";
import { listTokens } from "#services/customers/tokens.ts";
import { requestLog } from "#services/requests/request-log.ts";

/** An account's requests, as its developers and the operator see them. */
export async function AccountRequests({
  actor,
  accountId,
  side,
  params,
  empty,
}: {
  actor: UserActor;
  accountId: number;
  side: Side;
  params: SearchParams;
  empty: ReactNode;
}) {
  const account = { id: accountId };
  const [log, tokens, sums, filters] = await Promise.all([
    requestLog(actor, { accountId, params }),
    listTokens(actor, account),
    isNarrowed(params) ? [] : refusalSums(actor, account),
    requestFilters(),
  ]);
  const { rows, pages, count, view, notSearchable } = log;
  const options = tokens.map(({ id, name, hint }) => ({
    value: String(id),
    text: `${isolated(name)} · \u2066${hint}\u2069`,
  }));
  const t = await getTranslations("requests");
  return (
    <Words of={["table", "requests"]}>
      {sums.length > 0 && (
        <RefusalSummary
          sums={sums.map(({ lastMinute, ...sum }) => ({ ...sum, lastAt: lastMinute.toISOString() }))}
          side={side}
          accountId={accountId}
        />
      )}
      <RequestTable
        side={side}
        rows={rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))}
        pages={pages}
        count={count}
        size={view.size}
        notSearchable={notSearchable}
        filters={
          options.length > 0
            ? [...filters, { kind: "choice", name: "token", label: t("token"), options }]
            : filters
        }
        empty={empty}
      />
    </Words>
  );
}

/** Whoever looks for something has read the summary, or wants none. */
function isNarrowed(params: SearchParams): boolean {
  const { size: _, ...asked } = readParams(requestParams, params);
  return Object.values(asked).some((value) => value !== undefined);
}

async function requestFilters(): Promise<Filter[]> {
  const t = await getTranslations("requests");
  return [
    {
      kind: "choice",
      name: "status",
      label: t("status"),
      many: true,
      options: [
        { value: "refused", text: t("refused") },
        ...API_STATUSES.map((status) => ({
          value: String(status),
          text: String(status),
          look: <StatusCode status={status} />,
        })),
      ],
    },
    {
      kind: "choice",
      name: "error",
      label: t("reason"),
      many: true,
      options: requestErrorCodes.map((error) => ({ value: error, text: t(`errors.${error}.name`) })),
    },
    { kind: "period", name: "period", label: t("period") },
  ];
}
