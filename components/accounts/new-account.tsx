"use client";

import { Button, toast } from "@heroui/react";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Allowed } from "#components/shell/rights.tsx";
import { useAskedDialog } from "#components/shell/use-asked-dialog.ts";
import type { AccountActions } from "./account-actions.tsx";

const NameDialog = dynamic(() => import("./name-dialog.tsx").then((m) => m.NameDialog), { ssr: false });

/** Creates an account and opens its page. */
export function NewAccount({ onCreate }: Pick<AccountActions, "onCreate">) {
  const t = useTranslations("accounts");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  useAskedDialog((dialog) => dialog === "create" && setOpen(true));
  return (
    <Allowed>
      <Button onPress={() => setOpen(true)}>
        <Plus className="size-4" aria-hidden="true" />
        {t("create")}
      </Button>
      {open && (
        <NameDialog
          onCreate={onCreate}
          onDone={({ id }, name) => {
            toast.success(t("created", { name }));
            router.push(`/admin/accounts/${id}`);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </Allowed>
  );
}
