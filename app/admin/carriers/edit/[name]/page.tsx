import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { CarrierForm } from "#components/carriers/carrier-form.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Refused } from "#core/input/refusal.ts";
import { Words } from "#i18n/pick.tsx";
import { openProviderForm, providerForm } from "#services/gateway/provider-form.ts";
import { requireAdmin } from "../../../../guards.ts";
import { saveCarrier } from "../../actions.ts";

interface Props {
  params: Promise<{ name: string }>;
}

/** Read once for a request. */
const found = cache(async (name: string) => {
  const { actor } = await requireAdmin();
  try {
    return await openProviderForm(actor, { name: decodeURIComponent(name) });
  } catch (error) {
    if (error instanceof Refused) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await found((await params).name)).name };
}

export default async function EditCarrierPage({ params }: Props) {
  const { kind, ...opened } = await found((await params).name);
  const t = await getTranslations("carriers");
  return (
    <Words of={["carriers"]}>
      <Breadcrumbs trail={[{ href: "/admin/carriers", name: t("title") }]} />
      <PageHeader title={<bdi>{opened.name}</bdi>} lead={t(`kinds.${kind}.help`)} />
      <CarrierForm kind={kind} fields={providerForm(kind)} opened={opened} onSave={saveCarrier} />
    </Words>
  );
}
