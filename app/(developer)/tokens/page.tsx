import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { TokenView } from "#components/tokens/token-view.ts";
import { Tokens } from "#components/tokens/tokens.tsx";
import { Words } from "#i18n/pick.tsx";
import { listTokens, type Token } from "#services/tokens.ts";
import { requireDeveloper } from "../../session.ts";
import { createToken, revealToken, revokeToken, rotateToken } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

const order = { active: 0, expired: 1, revoked: 2 };

function viewOf({ id, name, hint, createdAt, lastUsedAt, expiresAt, revokedAt }: Token): TokenView {
  const expired = expiresAt !== null && expiresAt.getTime() <= Date.now();
  return {
    id,
    name,
    hint,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    state: revokedAt ? "revoked" : expired ? "expired" : "active",
  };
}

export default async function TokensPage() {
  const { actor, accountId } = await requireDeveloper();
  const tokens = (await listTokens(actor, { id: accountId })).map(viewOf);
  // What works stands first, the newest of each state before older ones.
  tokens.sort((a, b) => order[a.state] - order[b.state] || b.id - a.id);
  return (
    <Words of={["tokens"]}>
      <Tokens
        tokens={tokens}
        actions={{
          onCreate: createToken,
          onReveal: revealToken,
          onRotate: rotateToken,
          onRevoke: revokeToken,
        }}
      />
    </Words>
  );
}
