import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "#core/table/table-params.ts";
import { requireDeveloper } from "../../guards.ts";
import { NoticesView } from "../../notices-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("title") };
}

export default async function NoticesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireDeveloper();
  // Notices belong to a user, not to an account: an admin viewing an account finds theirs among the admin's pages.
  if (actor.role === "onlooker") redirect("/admin/notices");
  return <NoticesView actor={actor} searchParams={searchParams} />;
}
