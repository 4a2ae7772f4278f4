"use client";

import { Modal } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { Autocomplete, ListBox, ListBoxItem } from "react-aria-components";
import { FindField } from "#components/form/find-field.tsx";
import { nameMatches } from "#core/input/search-fold.ts";
import ar from "#i18n/ar/common.json" with { type: "json" };
import en from "#i18n/en/common.json" with { type: "json" };
import type { NavigationItem } from "./navigation.ts";

/** Opens any page by its name, in either language: the keyboard may type one while the pages are in the other. */
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
  const other = useLocale() === "ar" ? { lang: "en", words: en.nav } : { lang: "ar", words: ar.nav };
  const otherNames = new Map(items.map(({ href, name }) => [href, other.words[name]]));
  return (
    <Modal.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal.Container placement="top" size="md">
        <Modal.Dialog aria-label={t("shell.palette")} className="overflow-hidden p-0">
          <Autocomplete
            filter={(name, typed, { key }) =>
              nameMatches(name, typed) || nameMatches(otherNames.get(String(key)) ?? "", typed)
            }
          >
            <FindField label={t("shell.paletteHint")} className="h-12 px-4 text-[15px]" />
            <ListBox
              aria-label={t("shell.palette")}
              className="max-h-96 overflow-y-auto p-2 outline-none"
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
                  <span className="ms-auto text-[13px] text-muted" aria-hidden="true">
                    <bdi lang={other.lang}>{other.words[name]}</bdi>
                  </span>
                </ListBoxItem>
              ))}
            </ListBox>
          </Autocomplete>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
