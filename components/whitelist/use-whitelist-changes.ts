"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useChange } from "#components/form/use-change.ts";
import type { EntryView, WhitelistActions } from "./whitelist-view.ts";

/** Long enough to notice that the wrong line was removed. */
const UNDO_MS = 10_000;

/** The changes of one click: what came of them is told in a toast. */
export function useWhitelistChanges({ onAdd, onRemove }: WhitelistActions) {
  const t = useTranslations("whitelist");
  const common = useTranslations("common.actions");
  const { busy, run } = useChange({
    whitelist_entry_exists: t("exists"),
    whitelist_entry_not_found: t("notFound"),
  });

  /** One address, or what was on the list just now: there is nothing to confirm. */
  const add = (range: string, label: string) =>
    run(onAdd(range, label, true), (added) => toast.success(t("addedToast", { range: added.range })));

  const remove = (entry: EntryView) =>
    run(onRemove(entry.id), () => {
      const shown = toast(t("removedToast", { range: entry.range }), {
        timeout: UNDO_MS,
        actionProps: {
          children: common("undo"),
          onPress: () => {
            toast.close(shown);
            void add(entry.range, entry.label);
          },
        },
      });
    });

  return { busy, add, remove };
}
