"use client";

import { Button } from "@heroui/react";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Allowed } from "#components/shell/rights.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { DryRun } from "./dry-run.tsx";
import { Operators } from "./operators.tsx";
import { Routes } from "./routes.tsx";
import type { OperatorView, RouteView, RoutingActions, RoutingDialog, SenderView } from "./routing-view.ts";
import { Senders } from "./senders.tsx";

const RoutingDialogs = dynamic(() => import("./routing-dialogs.tsx").then((m) => m.RoutingDialogs), {
  ssr: false,
});

/** Who delivers to whom: a dry run, the routes, the mobile operators and the senders. */
export function RoutingPage({
  routes,
  operators,
  senders,
  providers,
  uncovered,
  unserved,
  hasGeneralRoute,
  actions,
}: {
  routes: RouteView[];
  operators: OperatorView[];
  senders: SenderView[];
  /** Names, in their order. */
  providers: string[];
  uncovered: string[];
  unserved: string[];
  hasGeneralRoute: boolean;
  actions: RoutingActions;
}) {
  const t = useTranslations("routing");
  const [dialog, setDialog] = useState<RoutingDialog>();
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={
          <Allowed>
            <Button onPress={() => setDialog({ kind: "route" })} isDisabled={providers.length === 0}>
              <Plus className="size-4" aria-hidden="true" />
              {t("addRoute")}
            </Button>
          </Allowed>
        }
      />
      <DryRun actions={actions} />
      <PrefixWarning text={t("uncovered")} prefixes={uncovered} />
      <PrefixWarning text={t("unserved")} prefixes={unserved} />
      <div className="flex flex-col gap-6">
        <Routes routes={routes} hasGeneralRoute={hasGeneralRoute} onOpen={setDialog} />
        <Operators operators={operators} uncovered={uncovered} onOpen={setDialog} />
        <Senders senders={senders} canAdd={providers.length > 0} onOpen={setDialog} />
      </div>
      {dialog && (
        <RoutingDialogs
          dialog={dialog}
          actions={actions}
          providers={providers}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

function PrefixWarning({ text, prefixes }: { text: string; prefixes: string[] }) {
  if (prefixes.length === 0) return null;
  return (
    <p role="status" className="mb-6 rounded-lg border border-border bg-surface px-4 py-3 text-sm">
      <strong className="font-semibold text-failed">{text}</strong> <Ltr mono>{prefixes.join(", ")}</Ltr>
    </p>
  );
}
