import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CarrierForm } from "#components/carriers/carrier-form.tsx";
import { KindChoice } from "#components/carriers/kind-choice.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canOperate } from "#core/access/access.ts";
import { turnedAwayTo } from "#core/access/asked-page.ts";
import { providerKind } from "#core/gateway/provider.ts";
import { Words } from "#i18n/pick.tsx";
import { providerForm, providerPresets } from "#services/gateway/provider-form.ts";
import { requireAdmin } from "../../../guards.ts";
import { saveCarrier } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("carriers"))("add") };
}

/** First the kind is chosen, then its form is filled in. */
export default async function NewCarrierPage({
  searchParams,
}: {
  searchParams: Promise<{ kind?: string | string[]; preset?: string | string[] }>;
}) {
  const { actor } = await requireAdmin();
  if (!canOperate(actor)) redirect(turnedAwayTo("/admin/carriers", "form"));
  const t = await getTranslations("carriers");
  const asked = await searchParams;
  const presets = providerPresets();
  const preset = presets.find(({ id }) => id === asked.preset);
  const kind = preset ? "http" : providerKind.safeParse(asked.kind).data;
  return (
    <Words of={["carriers"]}>
      <Breadcrumbs trail={[{ href: "/admin/carriers", name: t("title") }]} />
      <PageHeader title={t("add")} lead={kind ? t(`kinds.${kind}.help`) : t("chooseKind")} />
      {kind ? (
        <CarrierForm
          kind={kind}
          fields={preset ? preset.fields : providerForm(kind)}
          {...(preset && {
            preset: { id: preset.id, name: preset.name, documentation: preset.documentation },
          })}
          onSave={saveCarrier}
        />
      ) : (
        <KindChoice presets={presets.map(({ id, name }) => ({ id, name }))} />
      )}
    </Words>
  );
}
