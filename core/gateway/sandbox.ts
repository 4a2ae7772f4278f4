/**
 * What everybody must be told about the sandbox: it is the only provider, it takes every message ahead of real
 * providers, or it takes over what these refuse.
 */
export type SandboxNotice = "only" | "takesAll" | "takesOver";

/** What decides whether a provider is asked. `takesOver` counts of sandboxes only. */
export interface ProviderPlace {
  kind: "sandbox" | "http" | "smpp";
  takesOver: boolean;
}

/**
 * Those of the configured providers that are asked, in their order. A customer reads "sent" of what a sandbox accepts,
 * though it reaches no telephone: so beside a real provider, even one that cannot be used, a sandbox is asked only
 * where the operator says so. Sandboxes alone are asked as they stand.
 */
export function deliveringProviders<P extends ProviderPlace>(configured: readonly P[]): P[] {
  const isReal = ({ kind }: ProviderPlace) => kind !== "sandbox";
  if (!configured.some(isReal)) return [...configured];
  return configured.filter((provider) => isReal(provider) || provider.takesOver);
}

/**
 * What there is to tell of the configured providers in their order.
 * @returns null where no message comes to a sandbox.
 */
export function sandboxNotice(configured: readonly ProviderPlace[]): SandboxNotice | null {
  const asked = deliveringProviders(configured);
  const first = asked.findIndex(({ kind }) => kind === "sandbox");
  if (first === -1) return null;
  if (first > 0) return "takesOver";
  return asked.every(({ kind }) => kind === "sandbox") ? "only" : "takesAll";
}
