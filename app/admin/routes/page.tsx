import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoutingPage } from "#components/routing/routing.tsx";
import { Words } from "#i18n/pick.tsx";
import { listProviders } from "#services/gateway/providers.ts";
import { listOperators } from "#services/routing/operators.ts";
import { listRoutes, routeCoverage } from "#services/routing/routes.ts";
import { listSenders } from "#services/routing/senders.ts";
import { requireAdmin } from "../../guards.ts";
import { findAccounts } from "../accounts/find.ts";
import * as actions from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("routing"))("title") };
}

export default async function Routes() {
  const { actor } = await requireAdmin();
  const [routes, operators, senders, providers, coverage] = await Promise.all([
    listRoutes(actor),
    listOperators(actor),
    listSenders(actor),
    listProviders(actor),
    routeCoverage(actor),
  ]);
  return (
    <Words of={["routing", "table"]}>
      <RoutingPage
        routes={routes}
        operators={operators}
        senders={senders}
        providers={providers.map(({ name }) => name)}
        {...coverage}
        actions={{
          findAccounts,
          findTemplates: actions.findTemplates,
          onExplain: actions.explain,
          onSetRoute: actions.setRoute,
          onRemoveRoute: actions.removeRoute,
          onSetOperator: actions.setOperator,
          onRemoveOperator: actions.removeOperator,
          onSetSender: actions.setSender,
          onRemoveSender: actions.removeSender,
        }}
      />
    </Words>
  );
}
