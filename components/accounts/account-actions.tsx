"use client";

import { Button, toast } from "@heroui/react";
import { Eye } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRights } from "#components/shell/rights.tsx";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import type { NameFields } from "#core/customer/account-name.ts";
import type { Basis } from "#core/input/edited.ts";
import type { AccountFields } from "./file-dialog.tsx";

const ConfirmDialog = dynamic(
  () => import("#components/form/confirm-dialog.tsx").then((m) => m.ConfirmDialog),
  { ssr: false },
);
const FileDialog = dynamic(() => import("./file-dialog.tsx").then((m) => m.FileDialog), { ssr: false });

export interface AccountActions {
  onCreate: (names: NameFields & { key: string }) => Promise<Outcome<{ id: number }>>;
  onChange: (fields: AccountFields & { basis: Basis }) => Promise<Outcome>;
  onSuspend: () => Promise<Outcome>;
  onResume: () => Promise<Outcome>;
  onView: () => Promise<Outcome>;
}

/** What is done with an account as a whole. */
export function AccountButtons({
  account,
  onChange,
  onSuspend,
  onResume,
  onView,
}: Omit<AccountActions, "onCreate"> & {
  account: AccountFields & { name: string; status: "active" | "suspended" };
}) {
  const t = useTranslations("accounts");
  const failure = useFailure();
  const [dialog, setDialog] = useState<"change" | "suspend">();
  const [busy, setBusy] = useState<"view" | "status">();

  const run = async (what: "view" | "status", action: Promise<Outcome>, said?: string) => {
    setBusy(what);
    const outcome = await attempt(action);
    setBusy(undefined);
    setDialog(undefined);
    if (!outcome.ok) toast.danger(failure(outcome));
    // Asked for anew: another frame, and nothing of the admin's is left in the browser's cache.
    else if (what === "view") window.location.assign("/");
    else if (said) toast.success(said);
  };
  const { name, status } = account;
  const { change } = useRights();

  return (
    <>
      <Button
        variant="outline"
        isDisabled={busy !== undefined}
        isPending={busy === "view"}
        onPress={() => void run("view", onView())}
      >
        <Eye className="size-4" aria-hidden="true" />
        {t("view")}
      </Button>
      {change && (
        <Button variant="outline" isDisabled={busy !== undefined} onPress={() => setDialog("change")}>
          {t("edit")}
        </Button>
      )}
      {!change ? null : status === "active" ? (
        <Button variant="danger-soft" isDisabled={busy !== undefined} onPress={() => setDialog("suspend")}>
          {t("suspend")}
        </Button>
      ) : (
        <Button
          isPending={busy === "status"}
          isDisabled={busy !== undefined}
          onPress={() => void run("status", onResume(), t("resumed", { name }))}
        >
          {t("resume")}
        </Button>
      )}
      {dialog === "suspend" && (
        <ConfirmDialog
          isOpen
          onOpenChange={(open) => !open && setDialog(undefined)}
          title={t("suspendTitle", { name })}
          consequence={t("suspendText")}
          verb={t("suspend")}
          busy={busy === "status"}
          onConfirm={() => void run("status", onSuspend(), t("suspended", { name }))}
        />
      )}
      {dialog === "change" && (
        <FileDialog
          fields={account}
          onChange={onChange}
          onDone={() => toast.success(t("saved"))}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}
