import { deliveringProviders, type ProviderPlace } from "#core/gateway/sandbox.ts";

/** A provider as routing sees it. */
export interface RoutedProvider extends ProviderPlace {
  id: number;
  name: string;
  /** Whether its operator has to accept each text. */
  demandsApproval: boolean;
  /** Whether its configuration names no sender, so that it cannot deliver without one of `senders`. */
  needsSender: boolean;
  /** False if its configuration cannot be used. */
  usable: boolean;
}

export interface Route {
  /** The first digits of a number in international form. */
  prefix: string;
  /** Null for every account. */
  accountId: number | null;
  /** In the order in which they are tried. */
  providerIds: readonly number[];
}

export interface RegisteredSender {
  providerId: number;
  /** Null for the provider's default. */
  accountId: number | null;
  sender: string;
}

/** How the operator has accepted a text: as a whole, or as a template of its own that takes the code as a parameter. */
export interface Acceptance {
  approvedAs: "text" | "template";
  templateCode: string | null;
}

export interface AcceptedText extends Acceptance {
  providerId: number;
  versionId: number;
  language: 0 | 1;
}

export interface RoutingData {
  /** In their order. */
  providers: readonly RoutedProvider[];
  routes: readonly Route[];
  senders: readonly RegisteredSender[];
  approvals: readonly AcceptedText[];
}

/** What one lookup of a number finds at a prefix. */
interface AtPrefix {
  general: Route | null;
  own: Map<number, Route>;
}

/** Routing as `choose` needs it, made once per change so that a send only looks things up. */
export interface Routing {
  providers: readonly RoutedProvider[];
  byId: ReadonlyMap<number, RoutedProvider>;
  /** The providers that a sandbox's rule does not hold back; see `deliveringProviders`. */
  heldBackSandboxes: ReadonlySet<number>;
  /** In the order of the providers: who delivers where no general route exists. */
  inOrder: readonly number[];
  hasGeneralRoute: boolean;
  byPrefix: ReadonlyMap<string, AtPrefix>;
  /** The lengths of all prefixes, the longest first. */
  lengths: readonly number[];
  senders: ReadonlyMap<string, string>;
  approvals: ReadonlyMap<string, Acceptance>;
}

export const senderKey = (providerId: number, accountId: number | null) => `${providerId}.${accountId ?? ""}`;
export const approvalKey = (providerId: number, versionId: number, language: 0 | 1) =>
  `${providerId}.${versionId}.${language}`;

export function compileRouting({ providers, routes, senders, approvals }: RoutingData): Routing {
  const delivering = new Set(
    deliveringProviders(providers.map((each) => ({ ...each, enabled: true }))).map(({ id }) => id),
  );
  const byPrefix = new Map<string, AtPrefix>();
  for (const route of routes) {
    const at = byPrefix.get(route.prefix) ?? { general: null, own: new Map() };
    byPrefix.set(route.prefix, at);
    if (route.accountId === null) at.general = route;
    else at.own.set(route.accountId, route);
  }
  return {
    providers,
    byId: new Map(providers.map((provider) => [provider.id, provider])),
    heldBackSandboxes: new Set(providers.filter(({ id }) => !delivering.has(id)).map(({ id }) => id)),
    inOrder: providers.map(({ id }) => id),
    hasGeneralRoute: routes.some(({ accountId }) => accountId === null),
    byPrefix,
    lengths: [...new Set(routes.map(({ prefix }) => prefix.length))].sort((one, other) => other - one),
    senders: new Map(senders.map((each) => [senderKey(each.providerId, each.accountId), each.sender])),
    approvals: new Map(
      approvals.map(({ providerId, versionId, language, approvedAs, templateCode }) => [
        approvalKey(providerId, versionId, language),
        { approvedAs, templateCode },
      ]),
    ),
  };
}
