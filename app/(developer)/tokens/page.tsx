import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "#core/table/table-params.ts";
import { AccountTokens } from "../../account/tokens.tsx";
import { requireDeveloper } from "../../guards.ts";
import { changeTokenScope, createToken, revealToken, revokeToken, rotateToken } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

const actions = {
  onCreate: createToken,
  onScope: changeTokenScope,
  onReveal: revealToken,
  onRotate: rotateToken,
  onRevoke: revokeToken,
};

export default async function TokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  return (
    <AccountTokens
      actor={actor}
      accountId={accountId}
      actions={actions}
      level={1}
      params={await searchParams}
    />
  );
}
