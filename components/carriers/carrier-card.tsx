import { Button } from "@heroui/react";
import {
  ArrowDown,
  ArrowUp,
  CirclePause,
  CirclePlay,
  FileCheck2,
  FileX2,
  GripVertical,
  Pencil,
  Send,
  Trash2,
} from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRights } from "#components/shell/rights.tsx";
import { RelativeTime } from "#components/time/time.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { RowMenu, type RowVerb } from "#components/ui/row-menu.tsx";
import type { Carrier } from "#core/gateway/carrier.ts";
import { CarrierFigures } from "./carrier-figures.tsx";
import { CarrierState } from "./carrier-state.tsx";

export type CarrierVerb = "test" | "remove" | "off" | "on" | "up" | "down" | "demand" | "waive";

/** One carrier: its place, its state, its last hour. */
export function CarrierCard({
  carrier,
  last,
  onChoose,
}: {
  carrier: Carrier;
  last: boolean;
  onChoose: (verb: CarrierVerb) => void;
}) {
  const t = useTranslations("carriers");
  const router = useRouter();
  const { change } = useRights();
  const { name, kind, position, enabled, figures, reportPath, usable, demandsApproval } = carrier;
  const verbs: RowVerb<CarrierVerb | "edit">[] = [
    { id: "edit", text: t("edit"), icon: Pencil },
    ...(position > 1 ? [{ id: "up" as const, text: t("up"), icon: ArrowUp }] : []),
    ...(last ? [] : [{ id: "down" as const, text: t("down"), icon: ArrowDown }]),
    enabled
      ? { id: "off", text: t("switchOff"), icon: CirclePause }
      : { id: "on", text: t("switchOn"), icon: CirclePlay },
    demandsApproval
      ? { id: "waive", text: t("waive"), icon: FileX2 }
      : { id: "demand", text: t("demand"), icon: FileCheck2 },
    { id: "remove", text: t("remove"), icon: Trash2, isGrave: true },
  ];
  const choose = (verb: CarrierVerb | "edit") =>
    verb === "edit" ? router.push(`/admin/carriers/edit/${encodeURIComponent(name)}`) : onChoose(verb);
  return (
    <div className="flex flex-col gap-3 p-4" data-carrier={name}>
      <div className="flex items-start gap-2">
        {change && (
          <span title={t("drag")} className="-ms-1.5 mt-0.5 cursor-grab p-1 text-muted max-sm:hidden">
            <GripVertical className="size-4" aria-hidden="true" />
          </span>
        )}
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-baseline gap-x-2 text-sm font-semibold">
            <bdi className="wrap-anywhere">{name}</bdi>
            <span className="text-[13px] font-normal text-muted">{t(`kinds.${kind}.name`)}</span>
          </h2>
          <CarrierState carrier={carrier} />
        </div>
        {change && (
          <>
            <Button size="sm" variant="outline" onPress={() => onChoose("test")}>
              <Send className="mirrored size-3.5" aria-hidden="true" />
              {t("test")}
            </Button>
            <RowMenu label={t("actionsOf", { name })} verbs={verbs} onChoose={choose} />
          </>
        )}
      </div>
      {usable && <CarrierFigures id={carrier.id} figures={figures} />}
      {figures.lastError !== null && figures.lastErrorAt !== null && (
        <p className="text-[13px] text-muted">
          {t("lastError")}{" "}
          <bdi dir="ltr" className="font-mono text-[0.92em] wrap-anywhere text-foreground">
            {figures.lastError}
          </bdi>{" "}
          · <RelativeTime at={figures.lastErrorAt} />
        </p>
      )}
      <Binds binds={carrier.binds} />
      {demandsApproval && (
        <p className="text-[13px] text-muted">
          {t("demands")}{" "}
          <Link
            href="/admin/approvals/operators"
            className="font-medium text-link underline underline-offset-4"
          >
            {t("toOperatorApprovals")}
          </Link>
        </p>
      )}
      {reportPath && (
        <p className="flex flex-wrap items-center gap-x-2 text-[13px] text-muted">
          {t("reportsTo")}
          <CopyButton value={reportPath} label={t("copyReportPath", { name })} />
        </p>
      )}
    </div>
  );
}

/** The sessions of a carrier, by their slots. */
function Binds({ binds }: Pick<Carrier, "binds">) {
  const t = useTranslations("carriers");
  if (binds.length === 0) return null;
  return (
    <ul aria-label={t("binds")} className="flex flex-wrap gap-2 text-[13px]">
      {binds.map(({ slot, state, owner, why, since }) => (
        <li
          key={slot}
          title={why ?? undefined}
          className="flex items-center gap-1.5 rounded-md border border-border px-2 py-0.5"
        >
          <span
            className={`size-1.5 rounded-full ${state === "bound" ? "bg-delivered" : state === "refused" ? "bg-failed" : "bg-unknown"}`}
            aria-hidden="true"
          />
          {t("bind", { slot, state: t(`bindStates.${state}`) })}
          <span className="text-muted">
            {owner && `${t("bindOwner", { owner })} · `}
            <RelativeTime at={since} />
          </span>
        </li>
      ))}
    </ul>
  );
}
