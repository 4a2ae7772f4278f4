import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Whitelist } from "#components/whitelist/whitelist.tsx";
import { rangeText } from "#core/address.ts";
import { Words } from "#i18n/pick.tsx";
import { listRefusedAddresses } from "#services/refusals.ts";
import { coversOwnAddress, listWhitelist } from "#services/whitelist.ts";
import { requireDeveloper } from "../../session.ts";
import { addRange, enforceWhitelist, removeRange } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("whitelist"))("title") };
}

export default async function WhitelistPage() {
  const { actor, accountId } = await requireDeveloper();
  const account = { id: accountId };
  const [{ enforced, entries }, refused, covered] = await Promise.all([
    listWhitelist(actor, account),
    listRefusedAddresses(actor, account),
    coversOwnAddress(actor, account),
  ]);
  return (
    <Words of={["whitelist"]}>
      <Whitelist
        enforced={enforced}
        entries={entries.map(({ id, range, label, createdAt }) => ({
          id,
          range: rangeText(range),
          label,
          createdAt: createdAt.toISOString(),
        }))}
        refused={refused.map(({ address, count, lastMinute, allowed }) => ({
          address,
          count,
          lastAt: lastMinute.toISOString(),
          allowed,
        }))}
        ownAddress={covered ? null : actor.address}
        actions={{ onAdd: addRange, onRemove: removeRange, onEnforce: enforceWhitelist }}
      />
    </Words>
  );
}
