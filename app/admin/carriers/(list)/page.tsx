import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Carriers } from "#components/carriers/carriers.tsx";
import { KeepFresh } from "#components/time/keep-fresh.tsx";
import { Words } from "#i18n/pick.tsx";
import { carriersNow } from "#services/providers/carriers.ts";
import { requireAdmin } from "../../../guards.ts";
import {
  carrierTestReport,
  demandApproval,
  moveCarrier,
  removeCarrier,
  switchCarrier,
  testCarrier,
} from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("carriers"))("title") };
}

export default async function CarriersPage() {
  const { actor } = await requireAdmin();
  return (
    <Words of={["carriers"]}>
      <KeepFresh seconds={3} />
      <Carriers
        carriers={await carriersNow(actor)}
        actions={{
          onMove: moveCarrier,
          onSwitch: switchCarrier,
          onDemand: demandApproval,
          onRemove: removeCarrier,
          onTest: testCarrier,
          onReport: carrierTestReport,
        }}
      />
    </Words>
  );
}
