import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefusedRequests } from "#components/refused/refused-requests.tsx";
import { listRefusals } from "#services/customers/refusals.ts";
import { requireDeveloper } from "../../session.ts";

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
  // An address that somebody mistyped shows the first page rather than an error.
  const before = typeof asked === "string" && !Number.isNaN(Date.parse(asked)) ? new Date(asked) : undefined;
  const { refusals, next } = await listRefusals(actor, { accountId, before, limit: PAGE_ROWS });
  return (
    <RefusedRequests
      refusals={refusals.map(({ minute, ...rest }) => ({ at: minute.toISOString(), ...rest }))}
      older={next && `/refused?before=${encodeURIComponent(next.toISOString())}`}
      isFirst={before === undefined}
    />
  );
}
