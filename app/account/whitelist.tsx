import { requestsPath } from "#components/requests/remedies.ts";
import { Whitelist } from "#components/whitelist/whitelist.tsx";
import type { WhitelistActions } from "#components/whitelist/whitelist-view.ts";
import { isMember, type UserActor } from "#core/access/actor.ts";
import { isWide, rangeText } from "#core/customer/address.ts";
import { whitelistParams } from "#core/customer/whitelist.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listRefusedAddresses } from "#services/customers/refusals.ts";
import { coversOwnAddress, searchWhitelist } from "#services/customers/whitelist.ts";
import { checkRange } from "./check-range.ts";

/** An account's IP whitelist, as its developers and the operator see it. The operator's own address is not offered. */
export async function AccountWhitelist({
  actor,
  accountId,
  actions,
  level,
  params,
}: {
  actor: UserActor;
  accountId: number;
  actions: Omit<WhitelistActions, "onCheck">;
  level: 1 | 2;
  params: SearchParams;
}) {
  const { size, ...wanted } = readParams(whitelistParams, params);
  const account = { id: accountId };
  const [{ enforced, isEmpty, rows, count, before, after }, refused, covered] = await Promise.all([
    searchWhitelist(actor, { ...wanted, size, accountId }),
    listRefusedAddresses(actor, account),
    isMember(actor) ? coversOwnAddress(actor, account) : true,
  ]);
  return (
    <Words of={["whitelist", "table"]}>
      <Whitelist
        enforced={enforced}
        isEmpty={isEmpty}
        count={count}
        pages={{ before, after }}
        size={size}
        entries={rows.map(({ id, range, label, createdAt }) => ({
          id,
          range: rangeText(range),
          wide: isWide(range),
          label,
          createdAt: createdAt.toISOString(),
        }))}
        refused={refused.map(({ address, count, lastMinute, allowed }) => ({
          address,
          count,
          lastAt: lastMinute.toISOString(),
          allowed,
        }))}
        requestsPath={requestsPath(actor.accountId === null ? "admin" : "developer", accountId)}
        ownAddress={covered ? null : actor.address}
        actions={{ ...actions, onCheck: checkRange }}
        level={level}
      />
    </Words>
  );
}
