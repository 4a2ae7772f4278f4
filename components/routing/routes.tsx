"use client";

import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { AccountCell, RecordVerbs } from "./records.tsx";
import type { RouteView, RoutingDialog } from "./routing-view.ts";

export function Routes({
  routes,
  hasGeneralRoute,
  onOpen,
}: {
  routes: RouteView[];
  hasGeneralRoute: boolean;
  onOpen: (dialog: RoutingDialog) => void;
}) {
  const t = useTranslations("routing");
  return (
    <Panel title={t("routes")} flush>
      {!hasGeneralRoute && <p className="px-4 py-3 text-[13px] text-muted">{t("noGeneralRoute")}</p>}
      {routes.length > 0 && (
        <RecordTable
          label={t("routes")}
          columns={[t("prefix"), t("account"), t("providers")]}
          actions={t("actions")}
        >
          {routes.map((route) => (
            <RecordRow key={`${route.prefix}.${route.accountId}`}>
              <RecordCell className="@max-2xl:pe-10">
                <Ltr mono>+{route.prefix}</Ltr>
              </RecordCell>
              <RecordCell label={t("account")}>
                <AccountCell id={route.accountId} name={route.accountName} none={t("everybody")} />
              </RecordCell>
              <RecordCell label={t("providers")}>
                <Ordered names={route.providers} />
              </RecordCell>
              <RecordMenu>
                <RecordVerbs
                  name={`+${route.prefix}`}
                  onEdit={() => onOpen({ kind: "route", route })}
                  onRemove={() => onOpen({ kind: "removeRoute", route })}
                />
              </RecordMenu>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}

function Ordered({ names }: { names: string[] }) {
  return (
    <span className="flex flex-wrap gap-1 @max-2xl:justify-end">
      {names.map((name, index) => (
        <span key={name} className="rounded-md border border-border px-1.5 py-0.5">
          <span className="tabular text-muted">{index + 1}</span> <bdi>{name}</bdi>
        </span>
      ))}
    </span>
  );
}
