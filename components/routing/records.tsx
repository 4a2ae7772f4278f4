"use client";

import { Button } from "@heroui/react";
import { Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { Allowed } from "#components/shell/rights.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import type { AccountName } from "#core/customer/account-name.ts";

export function AccountCell({
  id,
  name,
  none,
}: {
  id: number | null;
  name: AccountName | null;
  none: string;
}) {
  if (id === null || name === null) return <span className="text-muted">{none}</span>;
  return (
    <Link href={`/admin/accounts/${id}`} className="font-medium text-link underline-offset-4 hover:underline">
      <AccountNameText of={name} />
    </Link>
  );
}

export function AddRecord({ text, onPress }: { text: ReactNode; onPress: () => void }) {
  return (
    <Allowed>
      <Button size="sm" variant="outline" onPress={onPress}>
        <Plus className="size-4" aria-hidden="true" />
        {text}
      </Button>
    </Allowed>
  );
}

export function RecordVerbs({
  name,
  onEdit,
  onRemove,
}: {
  name: string;
  onEdit: () => void;
  onRemove: () => void;
}) {
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
