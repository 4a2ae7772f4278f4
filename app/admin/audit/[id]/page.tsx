import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { ActorName } from "#components/audit/actor.tsx";
import { Difference } from "#components/audit/difference.tsx";
import { Subject } from "#components/audit/subject.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Refused } from "#core/input/refusal.ts";
import { Words } from "#i18n/pick.tsx";
import { getAuditEntry } from "#services/audit/audit-log.ts";
import { requireAdmin } from "../../../guards.ts";
import { auditView } from "../view.ts";

interface Params {
  params: Promise<{ id: string }>;
}

const read = cache(async (id: string) => {
  const { actor } = await requireAdmin();
  try {
    return auditView(await getAuditEntry(actor, { id }));
  } catch (error) {
    if (error instanceof Refused) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { action } = await read((await params).id);
  return { title: (await getTranslations("audit"))(`actions.${action}`) };
}

const link = "text-[13px] font-medium text-link underline underline-offset-4";

export default async function AuditEntryPage({ params }: Params) {
  const entry = await read((await params).id);
  const t = await getTranslations("audit");
  const { action, noun, subjectId, accountId, accountName, actorKind, actorId, address, at } = entry;
  return (
    <Words of={["audit"]}>
      <Breadcrumbs trail={[{ href: "/admin/audit", name: t("title") }]} />
      <PageHeader title={t(`actions.${action}`)} lead={t("entry", { id: entry.id })} />
      <div className="flex max-w-[1200px] flex-col gap-6">
        <Panel>
          <dl className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
            <Fact name={t("who")}>
              <ActorName {...entry} />
              <br />
              <Link
                href={`/admin/audit?actor=${actorKind === "user" ? `user.${actorId}` : actorKind}`}
                className={link}
              >
                {t("byActor")}
              </Link>
            </Fact>
            <Fact name={t("subject")}>
              <Subject {...entry} />
              <br />
              <Link
                href={`/admin/audit?subject=${encodeURIComponent(`${noun}.${subjectId}`)}`}
                className={link}
              >
                {t("same")}
              </Link>
            </Fact>
            <Fact name={t("account")}>
              {accountId === null || accountName === null ? (
                "–"
              ) : (
                <Link href={`/admin/accounts/${accountId}`} className={link}>
                  <AccountNameText of={accountName} />
                </Link>
              )}
            </Fact>
            <Fact name={t("when")}>
              <ExactTime at={at} to="second" />
              {address && (
                <>
                  <br />
                  <span className="text-muted">{t("from")}</span> <Ltr mono>{address}</Ltr>
                </>
              )}
            </Fact>
          </dl>
        </Panel>
        <Difference changes={entry.changes} />
      </div>
    </Words>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[13px] text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
