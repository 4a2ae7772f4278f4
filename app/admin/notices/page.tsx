import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "#core/table/table-params.ts";
import { requireAdmin } from "../../guards.ts";
import { NoticesView } from "../../notices-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("title") };
}

export default async function NoticesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  return <NoticesView actor={actor} searchParams={searchParams} />;
}
