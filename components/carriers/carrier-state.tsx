import { CircleCheck, CircleDashed, CirclePause, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "#components/time/time.tsx";
import type { Carrier } from "#core/gateway/carrier.ts";
import { stateOfCarrier } from "#core/gateway/carrier-state.ts";

const looks = {
  ready: { Icon: CircleCheck, color: "text-delivered" },
  connected: { Icon: CircleCheck, color: "text-delivered" },
  throttled: { Icon: TriangleAlert, color: "text-unknown" },
  failing: { Icon: TriangleAlert, color: "text-failed" },
  partly: { Icon: TriangleAlert, color: "text-unknown" },
  down: { Icon: TriangleAlert, color: "text-failed" },
  unusable: { Icon: TriangleAlert, color: "text-failed" },
  off: { Icon: CirclePause, color: "text-muted" },
  notAsked: { Icon: CircleDashed, color: "text-muted" },
  unheard: { Icon: CircleDashed, color: "text-muted" },
} as const;

/** How it is at the moment, why and since when: an icon, a colour and a sentence. */
export function CarrierState({ carrier }: { carrier: Carrier }) {
  const t = useTranslations("carriers.states");
  const { kind, reason, detail, since } = stateOfCarrier(carrier);
  const { Icon, color } = looks[kind];
  return (
    <p className={`mt-0.5 flex items-start gap-1.5 text-[13px] ${color}`} data-state={kind} role="status">
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{reason && !detail ? t(`reasons.${reason}`) : t(kind)}</span>
        {detail && (
          <>
            {": "}
            <bdi dir="ltr">{detail}</bdi>
          </>
        )}
        {since && (
          <span className="text-muted">
            {" · "}
            <RelativeTime at={since} />
          </span>
        )}
      </span>
    </p>
  );
}
