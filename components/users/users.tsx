"use client";

import { Button, toast } from "@heroui/react";
import { UserPlus } from "lucide-react";
import dynamic from "next/dynamic";
import NextLink from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { useChange } from "#components/form/use-change.ts";
import { useRights } from "#components/shell/rights.tsx";
import { useAskedDialog } from "#components/shell/use-asked-dialog.ts";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages } from "#components/table/pager.tsx";
import { columnsOf } from "#components/table/table-features.ts";
import { ExactTime, RelativeTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { userRoles } from "#core/access/role.ts";
import { UserMenu, type UserVerb } from "./user-menu.tsx";
import { UserStatus } from "./user-status.tsx";
import type { Link, UserActions, UserDialog, UserRow } from "./user-view.ts";

const UserDialogs = dynamic(() => import("./user-dialogs.tsx").then((module) => module.UserDialogs), {
  ssr: false,
});

export interface UsersProps {
  users: UserRow[];
  pages: Pages;
  count: number;
  size: number;
  actions: UserActions;
  /** Set on the page of one account's team. */
  account?: number;
  /** Whether the reader belongs to that team. */
  isOwnTeam?: boolean;
}

const column = columnsOf<UserRow>();

/** Everybody who can sign in, and the admin's actions on them. */
export function Users({ users, pages, count, size, actions, account, isOwnTeam = false }: UsersProps) {
  const t = useTranslations("users");
  const { busy, run: now } = useChange({
    user_not_found: t("errors.gone"),
    user_removed_by_operator: t("errors.byOperator"),
  });
  const { manageTeam: change } = useRights();
  const [dialog, setDialog] = useState<UserDialog>();
  useAskedDialog((asked) => change && asked === "invite" && setDialog({ kind: "invite" }));

  const columns = useMemo(() => {
    const show = (email: string, why: "invitation" | "password_reset") => (link: Link) =>
      setDialog({ kind: "link", email, why, link });
    const run = ({ email, role }: UserRow, verb: UserVerb) => {
      if (verb === "renew") return void now(actions.onRenew(email), show(email, "invitation"));
      if (verb === "resetPassword")
        return void (
          actions.onResetPassword && now(actions.onResetPassword(email), show(email, "password_reset"))
        );
      if (verb === "reactivate")
        return void now(actions.onReactivate(email), () => toast.success(t("reactivatedToast", { email })));
      if (verb === "changeRole" || verb === "deactivate") return setDialog({ kind: verb, email, role });
      setDialog({ kind: verb, email });
    };
    const all = [
      column.display({
        id: "email",
        meta: { name: t("email"), main: true },
        cell: ({ row: { original } }) => (
          <span className="inline-flex min-w-0 items-center gap-2 break-all">
            <Ltr>{original.email}</Ltr>
            {original.isSelf && (
              <span className="rounded-full bg-accent-soft px-2 text-xs leading-5 text-accent-soft-foreground">
                {t("you")}
              </span>
            )}
          </span>
        ),
      }),
      column.display({
        id: "role",
        meta: { name: t("role") },
        cell: ({ row: { original } }) => t(`roles.${original.role}`),
      }),
      column.display({
        id: "account",
        meta: { name: t("account") },
        cell: ({ row: { original } }) =>
          original.accountId === null || original.accountName === null ? (
            "–"
          ) : (
            <NextLink
              href={`/admin/accounts/${original.accountId}`}
              prefetch={false}
              className="hover:underline"
            >
              <AccountNameText of={original.accountName} />
            </NextLink>
          ),
      }),
      column.display({
        id: "status",
        meta: { name: t("status") },
        cell: ({ row: { original } }) => (
          <UserStatus of={original.status} linkExpired={original.linkExpired} />
        ),
      }),
      column.display({
        id: "twoFactor",
        meta: { name: t("twoFactor"), from: "medium" },
        cell: ({ row: { original } }) =>
          original.status === "invited" ? "–" : t(original.twoFactor ? "twoFactorOn" : "twoFactorOff"),
      }),
      column.display({
        id: "lastSignIn",
        meta: { name: t("lastSignIn") },
        cell: ({ row: { original } }) =>
          original.lastSignInAt ? <RelativeTime at={original.lastSignInAt} /> : t("never"),
      }),
      column.display({
        id: "created",
        meta: { name: t("created"), from: "wide" },
        cell: ({ row: { original } }) => <ExactTime at={original.createdAt} to="day" />,
      }),
      column.display({
        id: "actions",
        enableHiding: false,
        meta: { name: t("actions"), menu: true },
        cell: ({ row: { original } }) =>
          change && (
            <UserMenu
              user={original}
              isOwnTeam={isOwnTeam}
              busy={busy}
              onVerb={(verb) => run(original, verb)}
            />
          ),
      }),
    ];
    const known = [...(account === undefined ? [] : ["account"]), ...(change ? [] : ["actions"])];
    return all.filter(({ id }) => !known.includes(id ?? ""));
  }, [t, now, actions, busy, account, change, isOwnTeam]);

  const invite = change && (
    <Button onPress={() => setDialog({ kind: "invite" })}>
      <UserPlus className="size-4" aria-hidden="true" />
      {t("invite")}
    </Button>
  );
  return (
    <>
      {account === undefined ? (
        <PageHeader title={t("title")} lead={t("lead")} action={invite} />
      ) : isOwnTeam ? (
        // The tab above it says so already.
        <h2 className="sr-only">{t("members")}</h2>
      ) : (
        <PageHeader title={t("ofAccount")} lead={t("ofAccountLead")} action={invite} level={2} />
      )}
      <DataTable
        label={t(account === undefined ? "title" : "ofAccount")}
        columns={columns}
        rows={users}
        rowId={({ id }) => String(id)}
        size={size}
        pages={pages}
        count={{ count, more: false }}
        search={{ name: "q", label: t(account === undefined ? "search" : "searchEmail") }}
        actions={isOwnTeam && invite}
        filters={[
          ...(account === undefined
            ? [
                {
                  kind: "choice" as const,
                  name: "role",
                  label: t("role"),
                  options: userRoles.map((value) => ({
                    value,
                    text: t(`roles.${value}`),
                  })),
                },
              ]
            : []),
          {
            kind: "choice",
            name: "status",
            label: t("status"),
            options: (["active", "invited", "deactivated"] as const).map((value) => ({
              value,
              text: t(`statuses.${value}`),
            })),
            many: true,
          },
        ]}
        empty={
          <EmptyState
            title={t(account === undefined ? "emptyTitle" : "noDevelopers")}
            text={t(account === undefined ? "emptyText" : "noDevelopersText")}
            action={invite}
          />
        }
        isMuted={({ status }) => status === "deactivated"}
      />
      {dialog && (
        <UserDialogs
          dialog={dialog}
          actions={actions}
          onDialog={setDialog}
          isFirst={account !== undefined && count === 0}
          {...(account !== undefined && { account })}
          isOwnTeam={isOwnTeam}
        />
      )}
    </>
  );
}
