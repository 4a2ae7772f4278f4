"use client";

import { useTranslations } from "next-intl";
import { DetailDrawer } from "#components/ui/detail-drawer.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { LOG_PAGES } from "#core/message/log-pages.ts";
import type { DetailsView } from "./log-row.ts";
import { MessageDetails } from "./message-details.tsx";

/** A message beside the list. It is asked for again until it is final. */
export function MessageDrawer({
  id,
  side,
  onClose,
}: {
  id: string;
  side: "developer" | "admin";
  onClose: () => void;
}) {
  const t = useTranslations("messages");
  return (
    <DetailDrawer<DetailsView>
      label={t("message", { id })}
      heading={
        <>
          {t("messageName")} <Ltr mono>#{id}</Ltr>
        </>
      }
      address={`${LOG_PAGES[side]}/details?id=${encodeURIComponent(id)}`}
      pollUntil={({ status }) => status === "delivered" || status === "failed"}
      missing={t("missing")}
      onClose={onClose}
    >
      {(message) => <MessageDetails message={message} side={side} />}
    </DetailDrawer>
  );
}
