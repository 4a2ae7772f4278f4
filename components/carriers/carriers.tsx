"use client";

import { toast } from "@heroui/react";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#components/form/use-action.ts";
import { useRights } from "#components/shell/rights.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { Carrier } from "#core/gateway/carrier.ts";
import type { CarrierActions } from "./carrier-actions.ts";
import { CarrierAlarms } from "./carrier-alarms.tsx";
import { CarrierCard, type CarrierVerb } from "./carrier-card.tsx";
import type { DialogVerb } from "./carrier-dialogs.tsx";

const CarrierDialogs = dynamic(
  () => import("./carrier-dialogs.tsx").then((module) => module.CarrierDialogs),
  { ssr: false },
);

/** The carriers in the order in which they are tried, each with how it is at the moment. */
export function Carriers({ carriers, actions }: { carriers: Carrier[]; actions: CarrierActions }) {
  const t = useTranslations("carriers");
  const [dialog, setDialog] = useState<{ verb: DialogVerb; name: string }>();
  /** The name of the one that is being dragged. By keys and on a phone the menu moves it. */
  const [dragged, setDragged] = useState<string>();
  /** The name of the one whose place it would take. */
  const [target, setTarget] = useState<string>();
  const { run } = useAction();
  const move = ({ name, position }: Carrier, to: number) => {
    if (to === position || to < 1 || to > carriers.length) return;
    const basis = { was: { position: String(position) } };
    void actions.onMove({ name, position: to, basis }).then((result) => {
      if (result.ok) toast.success(t("movedToast", { name, position: to }));
      else toast.danger(t(result.code === "changed_meanwhile" ? "errors.meanwhile" : "errors.notDone"));
    });
  };
  const turnOn = ({ name }: Carrier) =>
    void run(actions.onSwitch({ name, enabled: true, basis: { was: { enabled: "false" } } }), () =>
      toast.success(t("onToast", { name })),
    );
  const choose = (carrier: Carrier, verb: CarrierVerb) => {
    if (verb === "up" || verb === "down") return move(carrier, carrier.position + (verb === "up" ? -1 : 1));
    if (verb === "on") return turnOn(carrier);
    setDialog({ verb, name: carrier.name });
  };
  const shown = dialog && carriers.find(({ name }) => name === dialog.name);
  const { change } = useRights();
  const add = change && (
    <LinkButton href="/admin/carriers/new">
      <Plus className="size-4" aria-hidden="true" />
      {t("add")}
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={change && carriers.length > 1 ? `${t("lead")} ${t("leadOrder")}` : t("lead")}
        action={add}
      />
      <CarrierAlarms alarms={carriers.flatMap(({ alarms }) => alarms)} />
      {carriers.length === 0 ? (
        <EmptyState title={t("emptyTitle")} text={t("emptyText")} action={add} />
      ) : (
        <ul aria-label={t("title")} className="flex flex-col gap-3">
          {carriers.map((carrier) => (
            <li
              key={carrier.name}
              draggable={change}
              onDragStart={({ dataTransfer }) => {
                dataTransfer.effectAllowed = "move";
                // Firefox drags nothing that has no data.
                dataTransfer.setData("text/plain", carrier.name);
                setDragged(carrier.name);
              }}
              onDragEnd={() => {
                setDragged(undefined);
                setTarget(undefined);
              }}
              onDragOver={(event) => {
                if (!dragged) return;
                if (dragged !== carrier.name) event.preventDefault();
                setTarget(carrier.name);
              }}
              onDrop={(event) => {
                event.preventDefault();
                const moved = carriers.find(({ name }) => name === dragged);
                if (moved) move(moved, carrier.position);
              }}
              className={`rounded-lg border bg-surface ${dragged === carrier.name ? "border-accent opacity-60" : dragged && target === carrier.name ? "border-accent" : "border-border"}`}
            >
              <CarrierCard
                carrier={carrier}
                last={carrier.position === carriers.length}
                onChoose={(verb) => choose(carrier, verb)}
              />
            </li>
          ))}
        </ul>
      )}
      {dialog && shown && (
        <CarrierDialogs
          verb={dialog.verb}
          carrier={shown}
          actions={actions}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}
