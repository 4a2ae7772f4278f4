"use client";

import { useTranslations } from "next-intl";
import { DetailDrawer } from "#components/ui/detail-drawer.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { REQUEST_DAYS } from "#core/requests/request-days.ts";
import type { Side } from "./remedies.ts";
import { RequestDetails } from "./request-details.tsx";
import type { RequestDetailsView } from "./request-row.ts";

const DETAILS: Record<Side, string> = { developer: "/requests/details", admin: "/admin/requests/details" };

/** A request beside the list. */
export function RequestDrawer({ id, side, onClose }: { id: string; side: Side; onClose: () => void }) {
  const t = useTranslations("requests");
  return (
    <DetailDrawer<RequestDetailsView>
      label={t("requestOf", { id })}
      heading={
        <>
          {t("requestName")} <Ltr mono>{id.slice(0, 18)}…</Ltr>
        </>
      }
      address={`${DETAILS[side]}?id=${encodeURIComponent(id)}`}
      missing={t("missing", { days: REQUEST_DAYS })}
      onClose={onClose}
    >
      {(request) => <RequestDetails request={request} side={side} />}
    </DetailDrawer>
  );
}
