import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TemplateActions } from "#components/templates/template-actions.tsx";
import { TemplateEditor } from "#components/templates/template-editor.tsx";
import { VersionHistory } from "#components/templates/version-history.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Status } from "#components/ui/status.tsx";
import { canActFor } from "#core/access/access.ts";
import { namesOf } from "#core/customer/account-name.ts";
import { Words } from "#i18n/pick.tsx";
import { registeredSenders } from "../../../account/senders.ts";
import { versionEntry } from "../../../account/templates.tsx";
import { requireDeveloper } from "../../../guards.ts";
import {
  archiveTemplateAction,
  discardDraftAction,
  saveTemplateAction,
  withdrawTemplateAction,
} from "../actions.ts";
import { foundTemplate, type TemplatePageProps } from "./found.ts";

interface PageProps extends TemplatePageProps {
  searchParams: Promise<{ edit?: string }>;
}

export async function generateMetadata({ params }: TemplatePageProps): Promise<Metadata> {
  return { title: (await foundTemplate((await params).id)).name };
}

export default async function TemplatePage({ params, searchParams }: PageProps) {
  const template = await foundTemplate((await params).id);
  const { actor, accountId, accountName } = await requireDeveloper();
  const [t, senders] = await Promise.all([getTranslations("templates"), registeredSenders(actor, accountId)]);
  const { id, name, newest, archivedAt, status } = template;
  const mayChange = canActFor(actor, accountId);
  const editing =
    mayChange &&
    !archivedAt &&
    (status === "draft" || (status !== "pending" && (await searchParams).edit !== undefined));
  const note = archivedAt
    ? t("archivedNote")
    : status === "pending"
      ? t("pendingNote")
      : status === "approved" && mayChange
        ? t("approvedNote")
        : status === "rejected"
          ? t("rejectedNote", { reason: newest.reason ?? "" })
          : status === "revoked"
            ? t("revokedNote", { reason: newest.reason ?? "" })
            : undefined;
  return (
    <Words of={["templates"]}>
      <PageHeader
        title={<bdi>{name}</bdi>}
        lead={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Status of={archivedAt ? "archived" : status === "pending" ? "waiting" : status} />
            <span className="inline-flex items-center gap-1">
              {t("id")} <Ltr mono>{id}</Ltr>
              <CopyButton value={String(id)} label={t("copyId")} />
            </span>
          </span>
        }
        action={
          !archivedAt && (
            <>
              {mayChange && !editing && status !== "pending" && (
                <LinkButton href={`/templates/${id}?edit`}>{t("edit")}</LinkButton>
              )}
              <TemplateActions
                id={id}
                name={name}
                canWithdraw={status === "pending"}
                draft={
                  status === "draft" && newest.number > 1
                    ? { number: newest.number, serves: template.serving !== null }
                    : null
                }
                onWithdraw={withdrawTemplateAction.bind(null, id)}
                onDiscard={discardDraftAction.bind(null, id)}
                onArchive={archiveTemplateAction.bind(null, id)}
              />
            </>
          )
        }
      />
      {note && <p className="mb-6 max-w-[70ch] rounded-lg bg-surface-secondary px-4 py-3">{note}</p>}
      {editing && (
        <div className="mb-8">
          <TemplateEditor
            id={id}
            accountId={accountId}
            brands={accountName ? namesOf(accountName) : []}
            senders={senders}
            initial={{ name, english: newest.english ?? "", arabic: newest.arabic ?? "" }}
            onSave={saveTemplateAction.bind(null, id)}
          />
        </div>
      )}
      <VersionHistory versions={template.versions.map(versionEntry)} />
    </Words>
  );
}
