"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { isOperatorRole } from "#core/access/role.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { LinkShown } from "./link-shown.tsx";
import { RoleDialog } from "./role-dialog.tsx";
import { useUserAction } from "./use-user-action.ts";
import type { UserActions, UserDialog } from "./user-view.ts";

interface UserDialogsProps {
  dialog: UserDialog;
  actions: UserActions;
  onDialog: (dialog: UserDialog | undefined) => void;
  account?: number;
  /** Whether the account has nobody yet: the first one has to be its owner. */
  isFirst: boolean;
  isOwnTeam: boolean;
}

/** The open dialog: whichever creates a link is followed by the one that shows it. */
export function UserDialogs({ dialog, actions, onDialog, account, isFirst, isOwnTeam }: UserDialogsProps) {
  const t = useTranslations("users");
  const close = () => onDialog(undefined);
  switch (dialog.kind) {
    case "invite":
      return (
        <InviteDialog
          {...(account !== undefined && { fixed: account })}
          initialRole={isFirst ? "owner" : "developer"}
          {...(actions.findAccounts && { findAccounts: actions.findAccounts })}
          onInvite={actions.onInvite}
          onDone={(email, link) => onDialog({ kind: "link", email, why: "invitation", link })}
          onClose={close}
        />
      );
    case "link":
      return <LinkShown {...dialog} onClose={close} />;
    case "changeRole":
      return (
        <RoleDialog email={dialog.email} role={dialog.role} onChange={actions.onChangeRole} onClose={close} />
      );
    case "withdraw":
      return (
        <AskFirst
          title={t("withdrawTitle", dialog)}
          consequence={t("withdrawConsequence")}
          verb={t("withdraw")}
          done={t("withdrawnToast", dialog)}
          onConfirm={() => actions.onWithdraw(dialog.email)}
          onClose={close}
        />
      );
    case "resetTwoFactor":
      return actions.onResetTwoFactor ? (
        <AskFirst
          title={t("resetTwoFactorTitle", dialog)}
          consequence={t("resetTwoFactorConsequence")}
          verb={t("resetTwoFactor")}
          done={t("resetTwoFactorToast", dialog)}
          onConfirm={() => actions.onResetTwoFactor!(dialog.email)}
          onClose={close}
        />
      ) : null;
    case "deactivate":
      return (
        <AskFirst
          title={t(isOwnTeam ? "removeTitle" : "deactivateTitle", dialog)}
          consequence={t(
            isOwnTeam
              ? "removeConsequence"
              : isOperatorRole(dialog.role)
                ? "deactivateOperatorConsequence"
                : "deactivateConsequence",
          )}
          verb={t(isOwnTeam ? "remove" : "deactivate")}
          done={t(isOwnTeam ? "removedToast" : "deactivatedToast", dialog)}
          onConfirm={() => actions.onDeactivate(dialog.email)}
          onClose={close}
        />
      );
  }
}

function AskFirst({
  title,
  consequence,
  verb,
  done,
  onConfirm,
  onClose,
}: {
  title: string;
  consequence: string;
  verb: string;
  done: string;
  onConfirm: () => Promise<Outcome>;
  onClose: () => void;
}) {
  const { busy, refused, run } = useUserAction();
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={title}
      consequence={
        <>
          <p>{consequence}</p>
          {refused && (
            <p role="alert" className="mt-3 text-danger">
              {refused.text}
            </p>
          )}
        </>
      }
      verb={verb}
      busy={busy}
      onConfirm={() =>
        void run(onConfirm(), () => {
          toast.success(done);
          onClose();
        })
      }
    />
  );
}
