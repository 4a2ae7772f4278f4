"use client";

import { Button } from "@heroui/react";
import { Ban, CircleCheck, Clock, Eye, Plus, RefreshCw, SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useRights } from "#components/shell/rights.tsx";
import { ExactTime, RelativeTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import { isLive } from "#core/customer/token-state.ts";
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

/** The account's tokens, and the actions on them. */
export function Tokens({
  tokens,
  templates,
  actions,
  level = 1,
}: {
  tokens: TokenView[];
  /** Those that can be chosen for a token. */
  templates: TemplateChoice[];
  actions: TokenActions;
  level?: 1 | 2;
}) {
  const t = useTranslations("tokens");
  const [dialog, setDialog] = useState<TokenDialog>();
  const { change } = useRights();
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
        action={tokens.length > 0 && create}
        level={level}
      />
      {tokens.length === 0 ? (
        <EmptyState
          title={t("emptyTitle")}
          text={t(actions.onCreate ? "emptyText" : "emptyOperator")}
          action={create}
        />
      ) : (
        <Panel flush>
          <RecordTable
            label={t("title")}
            columns={[
              t("name"),
              t("token"),
              t("state"),
              t("usage"),
              t("lastUsed"),
              t("created"),
              t("expires"),
            ]}
            numeric={[t("usage")]}
            actions={t("actions")}
          >
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} actions={actions} onOpen={setDialog} />
            ))}
          </RecordTable>
        </Panel>
      )}
      {dialog && (
        <TokenDialogs dialog={dialog} actions={actions} templates={templates} onDialog={setDialog} />
      )}
    </>
  );
}

interface RowProps {
  token: TokenView;
  actions: TokenActions;
  onOpen: (dialog: TokenDialog) => void;
}

function TokenRow({ token, actions, onOpen }: RowProps) {
  const t = useTranslations("tokens");
  const { change } = useRights();
  const format = useFormatter();
  const { icon: Icon, color } = looks[token.state];
  return (
    <RecordRow muted={!isLive(token.state)}>
      <RecordCell className="font-medium break-words @max-2xl:pe-10 @2xl:max-w-64">
        <bdi>{token.name}</bdi>
        <Scope token={token} />
      </RecordCell>
      <RecordCell label={t("token")}>
        <Ltr mono className="whitespace-nowrap">
          {token.hint}
        </Ltr>
      </RecordCell>
      <RecordCell label={t("state")}>
        <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${color}`}>
          <Icon className="size-3.5 shrink-0" aria-hidden="true" />
          {t(`states.${token.state}`)}
        </span>
        {token.state === "replaced" && token.expiresAt && (
          <span className="block text-xs text-muted">
            {t.rich("worksUntil", { time: () => <ExactTime at={token.expiresAt!} /> })}
          </span>
        )}
      </RecordCell>
      <RecordCell label={t("usage")} numeric>
        {format.number(token.usage.month)}
        {token.usage.month > 0 && (
          <span className="block text-xs whitespace-nowrap text-muted">
            {t("usageShort", {
              today: format.number(token.usage.today),
              week: format.number(token.usage.week),
            })}
          </span>
        )}
      </RecordCell>
      <RecordCell label={t("lastUsed")}>
        {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : t("neverUsed")}
      </RecordCell>
      <RecordCell label={t("created")}>
        <ExactTime at={token.createdAt} to="day" />
      </RecordCell>
      <RecordCell label={t("expires")}>
        {token.expiresAt ? <ExactTime at={token.expiresAt} /> : t("lifetimes.never")}
      </RecordCell>
      <RecordMenu>
        {change && token.state !== "revoked" && <TokenMenu token={token} actions={actions} onOpen={onOpen} />}
      </RecordMenu>
    </RecordRow>
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
