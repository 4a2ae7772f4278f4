"use client";

import { Button } from "@heroui/react";
import { Ban, CircleCheck, Clock, Eye, Plus, RefreshCw, SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import { useRights } from "#components/shell/rights.tsx";
import { useAskedDialog } from "#components/shell/use-asked-dialog.ts";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages } from "#components/table/pager.tsx";
import { columnsOf } from "#components/table/table-features.ts";
import { ExactTime, RelativeTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import { StateMark } from "#components/ui/status.tsx";
import { isLive, TOKEN_STATES } from "#core/customer/token-state.ts";
import { isolated } from "#core/input/isolated.ts";
import type { TemplateChoice, TokenActions, TokenDialog, TokenView } from "./token-view.ts";

/** Loaded when the first of them is opened. */
const TokenDialogs = dynamic(() => import("./token-dialogs.tsx").then((module) => module.TokenDialogs), {
  ssr: false,
});

const looks = {
  active: { icon: CircleCheck, color: "text-accent" },
  replaced: { icon: RefreshCw, color: "text-unknown" },
  expired: { icon: Clock, color: "text-muted" },
  revoked: { icon: Ban, color: "text-danger" },
};

interface TokensProps {
  tokens: TokenView[];
  count: number;
  pages: Pages;
  size: number;
  /** Those that can be chosen for a token. */
  templates: TemplateChoice[];
  actions: TokenActions;
  level?: 1 | 2;
}

const column = columnsOf<TokenView>();

/** The account's tokens, and the actions on them. */
export function Tokens({ tokens, count, pages, size, templates, actions, level = 1 }: TokensProps) {
  const t = useTranslations("tokens");
  const [dialog, setDialog] = useState<TokenDialog>();
  const { change } = useRights();
  useAskedDialog((asked, about) => {
    const token = tokens.find(({ id }) => String(id) === about);
    if (!change || !actions.onCreate) return;
    if (asked === "create") setDialog({ kind: "create" });
    if (asked === "reveal" && token) setDialog({ kind: "reveal", token });
  });
  const columns = useMemo(
    () => [
      column.display({
        id: "name",
        meta: { name: t("name"), main: true },
        cell: ({ row: { original } }) => (
          <>
            <bdi>{original.name}</bdi>
            <Scope token={original} />
          </>
        ),
      }),
      column.display({
        id: "token",
        meta: { name: t("token") },
        cell: ({ row: { original } }) => (
          <Ltr mono className="whitespace-nowrap">
            {original.hint}
          </Ltr>
        ),
      }),
      column.display({
        id: "state",
        meta: { name: t("state") },
        cell: ({ row: { original } }) => <State token={original} />,
      }),
      column.display({
        id: "usage",
        meta: { name: t("usage"), numeric: true, from: "medium" },
        cell: ({ row: { original } }) => <Usage {...original} />,
      }),
      column.display({
        id: "used",
        meta: { name: t("lastUsed") },
        cell: ({ row: { original } }) =>
          original.lastUsedAt ? <RelativeTime at={original.lastUsedAt} /> : t("neverUsed"),
      }),
      column.display({
        id: "created",
        meta: { name: t("created"), from: "medium" },
        cell: ({ row: { original } }) => <ExactTime at={original.createdAt} to="day" />,
      }),
      column.display({
        id: "expires",
        meta: { name: t("expires"), from: "medium" },
        cell: ({ row: { original } }) =>
          original.expiresAt ? <ExactTime at={original.expiresAt} /> : t("lifetimes.never"),
      }),
      ...(change
        ? [
            column.display({
              id: "menu",
              meta: { name: t("actions"), menu: true },
              cell: ({ row: { original } }) =>
                original.state !== "revoked" && (
                  <TokenMenu token={original} actions={actions} onOpen={setDialog} />
                ),
            }),
          ]
        : []),
    ],
    [t, change, actions],
  );
  const create = change && actions.onCreate && (
    <Button onPress={() => setDialog({ kind: "create" })}>
      <Plus className="size-4" aria-hidden="true" />
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t(actions.onCreate ? "lead" : "leadOperator")}
        action={create}
        level={level}
      />
      <DataTable
        label={t("title")}
        columns={columns}
        rows={tokens}
        rowId={({ id }) => String(id)}
        isMuted={({ state }) => !isLive(state)}
        size={size}
        pages={pages}
        count={{ count, more: false }}
        search={{ name: "q", label: t("search") }}
        filters={[
          {
            kind: "choice",
            name: "state",
            label: t("state"),
            options: TOKEN_STATES.map((value) => ({ value, text: t(`states.${value}`) })),
          },
        ]}
        empty={
          <EmptyState title={t("emptyTitle")} text={t(actions.onCreate ? "emptyText" : "emptyOperator")} />
        }
      />
      {dialog && (
        <TokenDialogs dialog={dialog} actions={actions} templates={templates} onDialog={setDialog} />
      )}
    </>
  );
}

function State({ token: { state, expiresAt } }: { token: TokenView }) {
  const t = useTranslations("tokens");
  return (
    <>
      <StateMark {...looks[state]}>{t(`states.${state}`)}</StateMark>
      {state === "replaced" && expiresAt && (
        <span className="block text-xs text-muted">
          {t.rich("worksUntil", { time: () => <ExactTime at={expiresAt} /> })}
        </span>
      )}
    </>
  );
}

interface RowProps {
  token: TokenView;
  actions: TokenActions;
  onOpen: (dialog: TokenDialog) => void;
}

function Usage({ usage: { today, week, month }, usageHrefs }: Pick<TokenView, "usage" | "usageHrefs">) {
  const t = useTranslations("tokens");
  const format = useFormatter();
  if (month === 0) return format.number(0);
  return (
    <>
      <UsageLink href={usageHrefs.month}>{format.number(month)}</UsageLink>
      <span className="block text-xs whitespace-nowrap text-muted">
        {t.rich("usageShort", {
          today: (words) => <UsageLink href={usageHrefs.today}>{words}</UsageLink>,
          week: (words) => <UsageLink href={usageHrefs.week}>{words}</UsageLink>,
          todayCount: format.number(today),
          weekCount: format.number(week),
        })}
      </span>
    </>
  );
}

/** To what a token is kept, if it is. */
function Scope({ token: { scope, templates } }: { token: TokenView }) {
  const t = useTranslations("tokens");
  const format = useFormatter();
  const kept = [
    ...(scope.access === "full" ? [] : [t(scope.access === "send" ? "onlySends" : "onlyReads")]),
    ...(templates.length === 0 ? [] : [t("onlyTemplates", { names: format.list(templates.map(isolated)) })]),
  ];
  if (kept.length === 0) return null;
  return <span className="block text-xs font-normal wrap-anywhere text-muted">{kept.join(" · ")}</span>;
}

function TokenMenu({ token, actions, onOpen }: RowProps) {
  const t = useTranslations("tokens");
  const { onReveal, onRotate, onScope } = actions;
  // Another token has taken its place already.
  const canRotate = onRotate && token.state !== "replaced";
  return (
    <RowMenu
      label={t("actionsOf", { name: token.name })}
      verbs={[
        ...(onReveal ? [{ id: "reveal", text: t("reveal"), icon: Eye } as const] : []),
        ...(canRotate ? [{ id: "rotate", text: t("rotate"), icon: RefreshCw } as const] : []),
        ...(onScope ? [{ id: "scope", text: t("scope"), icon: SlidersHorizontal } as const] : []),
        { id: "revoke", text: t("revoke"), icon: Ban, isGrave: true },
      ]}
      onChoose={(kind) => onOpen({ kind, token })}
    />
  );
}

/** To the messages that were counted. */
function UsageLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
      {children}
    </Link>
  );
}
