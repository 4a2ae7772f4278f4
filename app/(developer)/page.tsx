import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LatestMessages } from "#components/overview/latest-messages.tsx";
import { Steps } from "#components/overview/steps.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listMessages } from "#services/messages.ts";
import { listTemplates } from "#services/templates.ts";
import { listTokens } from "#services/tokens.ts";
import { listWhitelist } from "#services/whitelist.ts";
import { requireDeveloper } from "../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage() {
  const { actor, accountId } = await requireDeveloper();
  const t = await getTranslations("overview");
  const [templates, tokens, whitelist, messages] = await Promise.all([
    listTemplates(actor, { accountId }),
    listTokens(actor, { id: accountId }),
    listWhitelist(actor, { id: accountId }),
    listMessages(actor, { accountId, limit: 8 }),
  ]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="grid max-w-[1200px] items-start gap-6 lg:grid-cols-[1fr_22rem]">
        <LatestMessages
          messages={messages.map(({ id, number, templateName, status, createdAt }) => ({
            id,
            number,
            template: templateName,
            status,
            at: createdAt.toISOString(),
          }))}
        />
        <Steps
          done={{
            template: templates.length > 0,
            approval: templates.some(({ serving }) => serving !== null),
            whitelist: whitelist.entries.length > 0 || !whitelist.enforced,
            token: tokens.some(({ revokedAt }) => revokedAt === null),
            send: messages.length > 0,
          }}
          links={{
            template: "/templates/new",
            approval: "/templates",
            whitelist: "/whitelist",
            token: "/tokens",
          }}
        />
      </div>
    </>
  );
}
