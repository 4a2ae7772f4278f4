"use client";

import { Button, Dropdown } from "@heroui/react";
import { Ban, CalendarPlus, CirclePlus, Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SubscriptionDialog, SubscriptionView } from "./subscription-view.ts";

type Verb = "topUp" | "extend" | "cancel";

/** What can be done with one subscription. Nothing brings a cancelled one back. */
export function SubscriptionMenu({
  subscription,
  onOpen,
}: {
  subscription: SubscriptionView;
  onOpen: (dialog: SubscriptionDialog) => void;
}) {
  const t = useTranslations("subscriptions");
  if (subscription.state === "cancelled") return null;
  const label = t("actionsOf", { id: subscription.id });
  return (
    <Dropdown>
      <Button isIconOnly size="sm" variant="ghost" aria-label={label}>
        <Ellipsis className="size-4" aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end">
        <Dropdown.Menu
          aria-label={label}
          onAction={(key) => onOpen({ kind: String(key) as Verb, subscription })}
        >
          <Dropdown.Item id="topUp" textValue={t("topUp")}>
            <CirclePlus className="size-4" aria-hidden="true" />
            {t("topUp")}
          </Dropdown.Item>
          <Dropdown.Item id="extend" textValue={t("extend")}>
            <CalendarPlus className="size-4" aria-hidden="true" />
            {t("extend")}
          </Dropdown.Item>
          <Dropdown.Item id="cancel" textValue={t("cancel")} variant="danger">
            <Ban className="size-4 text-danger" aria-hidden="true" />
            <span className="text-danger">{t("cancel")}</span>
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
