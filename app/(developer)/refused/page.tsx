import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefusedRequests } from "#components/refused/refused-requests.tsx";
import { refusalsCursor } from "#core/customer/refused-request.ts";
import { listRefusals } from "#services/customers/refusals.ts";
import { requireDeveloper } from "../../guards.ts";

const PAGE_ROWS = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("refused"))("title") };
}

export default async function RefusedPage({
  searchParams,
}: {
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const { actor, accountId } = await requireDeveloper();
  const { before: asked } = await searchParams;
  const before = refusalsCursor.parse(Array.isArray(asked) ? asked[0] : asked);
  const { refusals, next } = await listRefusals(actor, { accountId, before, limit: PAGE_ROWS });
  return (
    <RefusedRequests
      refusals={refusals.map(({ minute, ...rest }) => ({ at: minute.toISOString(), ...rest }))}
      older={next && `/refused?before=${encodeURIComponent(next.toISOString())}`}
      isFirst={before === undefined}
    />
  );
}
