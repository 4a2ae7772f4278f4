"use client";

import { Button } from "@heroui/react";
import { Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { Allowed } from "#components/shell/rights.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import { Status } from "#components/ui/status.tsx";
import type { AccountName } from "#core/customer/account-name.ts";
import { DryRun } from "./dry-run.tsx";
import type { OperatorView, RouteView, RoutingActions, RoutingDialog, SenderView } from "./routing-view.ts";

const RoutingDialogs = dynamic(() => import("./routing-dialogs.tsx").then((m) => m.RoutingDialogs), {
  ssr: false,
});

type Open = (dialog: RoutingDialog) => void;

/** Who delivers to whom: a dry run, the routes, the mobile operators and the senders. */
export function RoutingPage({
  routes,
  operators,
  senders,
  providers,
  uncovered,
  hasGeneralRoute,
  actions,
}: {
  routes: RouteView[];
  operators: OperatorView[];
  senders: SenderView[];
  /** Names, in their order. */
  providers: string[];
  uncovered: string[];
  hasGeneralRoute: boolean;
  actions: RoutingActions;
}) {
  const t = useTranslations("routing");
  const [dialog, setDialog] = useState<RoutingDialog>();
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={
          <Allowed>
            <Button onPress={() => setDialog({ kind: "route" })} isDisabled={providers.length === 0}>
              <Plus className="size-4" aria-hidden="true" />
              {t("addRoute")}
            </Button>
          </Allowed>
        }
      />
      <DryRun actions={actions} />
      {uncovered.length > 0 && (
        <p role="status" className="mb-6 rounded-lg border border-border bg-surface px-4 py-3 text-sm">
          <strong className="font-semibold text-failed">{t("uncovered")}</strong>{" "}
          <Ltr mono>{uncovered.join(", ")}</Ltr>
        </p>
      )}
      <div className="flex flex-col gap-6">
        <Routes routes={routes} hasGeneralRoute={hasGeneralRoute} onOpen={setDialog} />
        <Operators operators={operators} uncovered={uncovered} onOpen={setDialog} />
        <Senders senders={senders} canAdd={providers.length > 0} onOpen={setDialog} />
      </div>
      {dialog && (
        <RoutingDialogs
          dialog={dialog}
          actions={actions}
          providers={providers}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

function Account({ id, name, none }: { id: number | null; name: AccountName | null; none: string }) {
  if (id === null || name === null) return <span className="text-muted">{none}</span>;
  return (
    <Link href={`/admin/accounts/${id}`} className="font-medium text-link underline-offset-4 hover:underline">
      <AccountNameText of={name} />
    </Link>
  );
}

function Routes({
  routes,
  hasGeneralRoute,
  onOpen,
}: {
  routes: RouteView[];
  hasGeneralRoute: boolean;
  onOpen: Open;
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
                <Account id={route.accountId} name={route.accountName} none={t("everybody")} />
              </RecordCell>
              <RecordCell label={t("providers")}>
                <Ordered names={route.providers} />
              </RecordCell>
              <RecordMenu>
                <Menu
                  name={route.prefix}
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

function Operators({
  operators,
  uncovered,
  onOpen,
}: {
  operators: OperatorView[];
  uncovered: string[];
  onOpen: Open;
}) {
  const t = useTranslations("routing");
  const isArabic = useLocale() === "ar";
  return (
    <Panel
      title={t("operators")}
      action={<Add text={t("addOperator")} onPress={() => onOpen({ kind: "operator" })} />}
      flush
    >
      <RecordTable label={t("operators")} columns={[t("operatorName"), t("prefixes")]} actions={t("actions")}>
        {operators.map((operator) => (
          <RecordRow key={operator.name}>
            <RecordCell className="font-medium @max-2xl:pe-10">
              <bdi>{(isArabic && operator.arabicName) || operator.name}</bdi>
            </RecordCell>
            <RecordCell label={t("prefixes")}>
              <span dir="ltr" className="inline-flex flex-wrap gap-x-2 font-mono">
                {operator.prefixes.map((prefix) => (
                  <span key={prefix} className={uncovered.includes(prefix) ? "text-failed" : ""}>
                    +{prefix}
                    {uncovered.includes(prefix) && <span className="sr-only"> {t("isUncovered")}</span>}
                  </span>
                ))}
              </span>
            </RecordCell>
            <RecordMenu>
              <Menu
                name={operator.name}
                onEdit={() => onOpen({ kind: "operator", operator })}
                onRemove={() => onOpen({ kind: "removeOperator", operator })}
              />
            </RecordMenu>
          </RecordRow>
        ))}
      </RecordTable>
    </Panel>
  );
}

function Senders({ senders, canAdd, onOpen }: { senders: SenderView[]; canAdd: boolean; onOpen: Open }) {
  const t = useTranslations("routing");
  return (
    <Panel
      title={t("senders")}
      action={canAdd && <Add text={t("addSender")} onPress={() => onOpen({ kind: "sender" })} />}
      flush
    >
      {senders.length === 0 ? (
        <p className="px-4 py-3 text-[13px] text-muted">{t("noSenders")}</p>
      ) : (
        <RecordTable
          label={t("senders")}
          columns={[t("sender"), t("provider"), t("account"), t("state")]}
          actions={t("actions")}
        >
          {senders.map((sender) => (
            <RecordRow key={`${sender.provider}.${sender.accountId}`}>
              <RecordCell className="font-medium @max-2xl:pe-10">
                <bdi>{sender.sender}</bdi>
              </RecordCell>
              <RecordCell label={t("provider")}>
                <bdi>{sender.provider}</bdi>
              </RecordCell>
              <RecordCell label={t("account")}>
                <Account id={sender.accountId} name={sender.accountName} none={t("default")} />
              </RecordCell>
              <RecordCell label={t("state")}>
                <Status
                  of={sender.state === "registered" ? "approved" : "waiting"}
                  label={t(`senderStates.${sender.state}`)}
                />
              </RecordCell>
              <RecordMenu>
                <Menu
                  name={sender.sender}
                  onEdit={() => onOpen({ kind: "sender", sender })}
                  onRemove={() => onOpen({ kind: "removeSender", sender })}
                />
              </RecordMenu>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}

function Add({ text, onPress }: { text: ReactNode; onPress: () => void }) {
  return (
    <Allowed>
      <Button size="sm" variant="outline" onPress={onPress}>
        <Plus className="size-4" aria-hidden="true" />
        {text}
      </Button>
    </Allowed>
  );
}

function Menu({ name, onEdit, onRemove }: { name: string; onEdit: () => void; onRemove: () => void }) {
  const t = useTranslations("routing");
  return (
    <Allowed>
      <RowMenu
        label={t("actionsOf", { name })}
        verbs={[
          { id: "edit", text: t("edit"), icon: Pencil },
          { id: "remove", text: t("remove"), icon: Trash2, isGrave: true },
        ]}
        onChoose={(verb) => (verb === "edit" ? onEdit() : onRemove())}
      />
    </Allowed>
  );
}
