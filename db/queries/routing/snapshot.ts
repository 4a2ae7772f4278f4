import { createHash } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";
import type { ProviderKind } from "#core/gateway/provider.ts";
import type { AcceptedText, RegisteredSender, Route } from "#core/routing/routing.ts";

export interface SnapshotProvider {
  id: number;
  name: string;
  kind: ProviderKind;
  /** Sealed. */
  config: Buffer;
  enabled: boolean;
  takesOver: boolean;
  demandsApproval: boolean;
  /** Changes with kind and configuration only, so that a provider which is merely moved keeps its connections. */
  revision: string;
}

/** Everything on which routing depends, of one moment. */
export interface StoredRouting {
  version: string;
  /** In their order, without those that were removed. */
  providers: SnapshotProvider[];
  routes: Route[];
  /** Those that the operator has registered. */
  senders: RegisteredSender[];
  /** The texts that operators have accepted. */
  approvals: AcceptedText[];
}

/** `SnapshotProvider.revision` of a row of `providers`. */
export const revisionOf = (sql: Sql | TransactionSql) =>
  (sql as Sql)`id || '.' || kind || '.' || md5(config)`;

/** The same of a row that was read. */
export const revisionOfRow = ({ id, kind, config }: { id: number; kind: string; config: Uint8Array }) =>
  `${id}.${kind}.${createHash("md5").update(config).digest("hex")}`;

export function readRouting(sql: Sql): Promise<StoredRouting> {
  return sql.begin("isolation level repeatable read read only", async (tx) => {
    const [row] = await tx<[{ version: string }]>`select version::text as version from routing_version`;
    const providers = await tx<SnapshotProvider[]>`
      select id, name, kind, config, enabled, takes_over as "takesOver", demands_approval as "demandsApproval",
        ${revisionOf(tx)} as revision
      from providers where removed_at is null order by position, id`;
    const routes = await tx<Route[]>`
      select r.prefix, r.account_id as "accountId", array_agg(rp.provider_id order by rp.position) as "providerIds"
      from routes r join route_providers rp on rp.route_id = r.id group by r.id order by r.id`;
    const senders = await tx<RegisteredSender[]>`
      select provider_id as "providerId", account_id as "accountId", sender from senders where state = 'registered'`;
    const approvals = await tx<AcceptedText[]>`
      select a.version_id as "versionId", a.provider_id as "providerId", a.language, a.approved_as as "approvedAs",
        a.template_code as "templateCode"
      from operator_approvals a join providers p on p.id = a.provider_id
      where a.state = 'accepted' and p.removed_at is null`;
    return { version: row.version, providers, routes, senders, approvals };
  }) as Promise<StoredRouting>;
}
