"use client";

import { Modal } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField, useFilter } from "react-aria-components";
import type { NavigationItem } from "./navigation.ts";

/** Goes anywhere by typing. */
export function Palette({
  items,
  isOpen,
  onOpenChange,
}: {
  items: NavigationItem[];
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("common");
  const router = useRouter();
  const { contains } = useFilter({ sensitivity: "base" });
  return (
    <Modal.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal.Container placement="top" size="md">
        <Modal.Dialog aria-label={t("shell.palette")} className="overflow-hidden p-0">
          <Autocomplete filter={contains}>
            <SearchField autoFocus aria-label={t("shell.paletteHint")} className="border-b border-separator">
              <Input
                placeholder={t("shell.paletteHint")}
                className="h-12 w-full bg-transparent px-4 text-[15px] outline-none"
              />
            </SearchField>
            <ListBox
              aria-label={t("shell.palette")}
              className="max-h-80 overflow-y-auto p-2 outline-none"
              renderEmptyState={() => <p className="p-4 text-center text-muted">{t("shell.paletteEmpty")}</p>}
              onAction={(key) => {
                onOpenChange(false);
                router.push(String(key));
              }}
            >
              {items.map(({ href, name, icon: Icon }) => (
                <ListBoxItem
                  key={href}
                  id={href}
                  textValue={t(`nav.${name}`)}
                  className="flex h-10 cursor-pointer items-center gap-3 rounded-lg px-3 outline-none data-[focused]:bg-accent-soft data-[hovered]:bg-surface-secondary"
                >
                  <Icon className="size-4 text-muted" aria-hidden="true" />
                  {t(`nav.${name}`)}
                </ListBoxItem>
              ))}
            </ListBox>
          </Autocomplete>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
