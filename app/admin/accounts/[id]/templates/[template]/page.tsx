import { getTranslations } from "next-intl/server";
import { RevokeButton } from "#components/templates/revoke-button.tsx";
import { VersionHistory } from "#components/templates/version-history.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Status } from "#components/ui/status.tsx";
import { Words } from "#i18n/pick.tsx";
import { shownStatus, versionEntry } from "../../../../../account/templates.tsx";
import { revokeAccountTemplate } from "../../../actions.ts";
import { type AccountTemplateProps, foundTemplate } from "./found.ts";

export default async function AccountTemplatePage({ params }: AccountTemplateProps) {
  const given = await params;
  const template = await foundTemplate(given.id, given.template);
  const t = await getTranslations("accounts");
  const status = shownStatus(template);
  return (
    <Words of={["accounts", "templates"]}>
      <PageHeader
        level={2}
        title={<bdi>{template.name}</bdi>}
        lead={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Status of={status} />
            <Ltr mono>#{template.id}</Ltr>
          </span>
        }
        action={
          <>
            {status === "waiting" && (
              <LinkButton href={`/admin/approvals?template=${template.id}`}>{t("decide")}</LinkButton>
            )}
            {template.serving && !template.archivedAt && (
              <RevokeButton
                name={template.name}
                versionId={template.serving.id}
                onRevoke={revokeAccountTemplate.bind(null, template.id)}
              />
            )}
          </>
        }
      />
      <VersionHistory versions={template.versions.map(versionEntry)} />
    </Words>
  );
}
