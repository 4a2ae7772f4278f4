import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "#core/table/table-params.ts";
import { AccountWhitelist } from "../../account/whitelist.tsx";
import { requireDeveloper } from "../../guards.ts";
import { addRange, enforceWhitelist, removeRange } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("whitelist"))("title") };
}

const actions = {
  onAdd: addRange,
  onRemove: removeRange,
  onEnforce: enforceWhitelist,
};

export default async function WhitelistPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  return (
    <AccountWhitelist
      actor={actor}
      accountId={accountId}
      actions={actions}
      level={1}
      params={await searchParams}
    />
  );
}
