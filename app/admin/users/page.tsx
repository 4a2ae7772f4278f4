import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "#core/table/table-params.ts";
import { UserTable } from "../../account/user-table.tsx";
import { requireAdmin } from "../../guards.ts";
import { userActions } from "./user-actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  return <UserTable actor={actor} params={await searchParams} actions={userActions} />;
}
