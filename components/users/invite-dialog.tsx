"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Chooser, type ChooserOption } from "#components/form/chooser.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { accountRoles, isOperatorRole, operatorRoles, type UserRole } from "#core/access/role.ts";
import { newUser } from "#core/access/user.ts";
import { RoleChoice } from "./role-choice.tsx";
import { useUserAction } from "./use-user-action.ts";
import type { Invitation, Link, UserActions } from "./user-view.ts";

/** Invites one of the operator's people, or a member of an account. With a fixed account only the latter. */
export function InviteDialog({
  fixed,
  initialRole,
  onInvite,
  findAccounts,
  onDone,
  onClose,
}: {
  /** Set if only developers of this account are invited. */
  fixed?: number;
  initialRole: UserRole;
  onInvite: UserActions["onInvite"];
  /** Without it `fixed` is set. */
  findAccounts?: NonNullable<UserActions["findAccounts"]>;
  onDone: (email: string, link: Link) => void;
  onClose: () => void;
}) {
  const t = useTranslations("users");
  const problemOf = useProblem();
  const { busy, refused, run } = useUserAction();
  const [typed, setTyped] = useState<Invitation>({
    email: "",
    role: initialRole,
    accountId: fixed === undefined ? "" : String(fixed),
  });
  const [account, setAccount] = useState<ChooserOption | null>(null);
  const [touched, setTouched] = useState({ email: false, accountId: false });
  const { email, role, accountId } = typed;
  const checked = newUser.safeParse({ email, role, ...(accountId === "" ? {} : { accountId }) });
  const problemsOf = (field: "email" | "accountId") =>
    touched[field]
      ? problemOf(checked.error?.issues.filter(({ path }) => path[0] === field).map(({ message }) => message))
      : undefined;
  const change = (values: Partial<Invitation>) => setTyped((before) => ({ ...before, ...values }));
  const taken = refused?.code === "user_email_taken" ? refused.text : undefined;
  return (
    <FormDialog
      title={t(fixed === undefined ? "inviteTitle" : "inviteMember")}
      lead={t("inviteLead")}
      problem={taken ? undefined : refused?.text}
      verb={t("inviteVerb")}
      busy={busy}
      onClose={onClose}
      onSubmit={() => {
        setTouched({ email: true, accountId: true });
        if (checked.success) void run(onInvite(typed), (link) => onDone(checked.data.email, link));
      }}
    >
      <TextInput
        name="email"
        label={t("email")}
        hint={t("emailHint")}
        error={problemsOf("email") ?? taken}
        value={email}
        onChange={(value) => change({ email: value })}
        onBlur={() => setTouched((before) => ({ ...before, email: email !== "" }))}
        type="email"
        autoComplete="off"
        maxLength={254}
        ltr
        autoFocus
      />
      <RoleChoice
        roles={fixed === undefined ? [...accountRoles, ...operatorRoles] : accountRoles}
        value={role}
        onChange={(value) => change({ role: value, ...(isOperatorRole(value) ? { accountId: "" } : {}) })}
      />
      {findAccounts && fixed === undefined && !isOperatorRole(role) && (
        <Chooser
          label={t("account")}
          error={problemsOf("accountId")}
          value={account}
          onChange={(chosen) => {
            setAccount(chosen);
            change({ accountId: chosen ? String(chosen.id) : "" });
          }}
          find={findAccounts}
        />
      )}
    </FormDialog>
  );
}
