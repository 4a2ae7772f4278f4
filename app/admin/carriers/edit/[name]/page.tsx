import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CarrierForm } from "#components/carriers/carrier-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Words } from "#i18n/pick.tsx";
import { providerForm } from "#services/gateway/provider-form.ts";
import { saveCarrier } from "../../actions.ts";
import { type CarrierProps, foundCarrier } from "./found.ts";

export async function generateMetadata({ params }: CarrierProps): Promise<Metadata> {
  return { title: (await foundCarrier((await params).name)).name };
}

export default async function EditCarrierPage({ params }: CarrierProps) {
  const { kind, ...opened } = await foundCarrier((await params).name);
  const t = await getTranslations("carriers");
  return (
    <Words of={["carriers"]}>
      <Breadcrumbs trail={[{ href: "/admin/carriers", name: t("title") }]} />
      <PageHeader title={<bdi>{opened.name}</bdi>} lead={t(`kinds.${kind}.help`)} />
      <CarrierForm kind={kind} fields={providerForm(kind)} opened={opened} onSave={saveCarrier} />
    </Words>
  );
}
