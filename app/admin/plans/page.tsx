import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Plans } from "#components/plans/plans.tsx";
import type { SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listPlans } from "#services/customers/plans.ts";
import { requireAdmin } from "../../guards.ts";
import { archivePlan, createPlan, editPlan } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("plans"))("title") };
}

export default async function PlansPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const archived = (await searchParams).archived === "1";
  const plans = await listPlans(actor, { archived });
  return (
    <Words of={["plans"]}>
      <Plans
        plans={plans.map(({ createdAt: _, archivedAt, ...plan }) => ({
          ...plan,
          archived: archivedAt !== null,
        }))}
        withArchived={archived}
        actions={{ onCreate: createPlan, onEdit: editPlan, onArchive: archivePlan }}
      />
    </Words>
  );
}
