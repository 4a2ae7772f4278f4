import type { ProviderKind } from "./provider.ts";

/**
 * What everybody must be told about the sandbox: it is the only provider, it takes every message ahead of real
 * providers, or it takes over the messages that those refuse.
 */
export type SandboxNotice = "only" | "takesAll" | "takesOver";

/** What decides whether a provider is asked. `takesOver` applies to sandboxes only. */
export interface ProviderPlace {
  kind: ProviderKind;
  /** False of one that is switched off. */
  enabled: boolean;
  takesOver: boolean;
}

/**
 * The configured providers that are asked, in their order. A customer sees "sent" for a message that a sandbox accepts,
 * although it reaches no phone. Therefore, beside a real provider (even one that is off or cannot be used) a sandbox
 * is asked only if the operator allows it. If all are sandboxes, they are asked in their order.
 */
export function deliveringProviders<P extends ProviderPlace>(configured: readonly P[]): P[] {
  const isReal = ({ kind }: ProviderPlace) => kind !== "sandbox";
  const hasReal = configured.some(isReal);
  return configured.filter(
    (provider) => provider.enabled && (!hasReal || isReal(provider) || provider.takesOver),
  );
}

/**
 * The notice for the configured providers in their order.
 * @returns null if no message reaches a sandbox.
 */
export function sandboxNotice(configured: readonly ProviderPlace[]): SandboxNotice | null {
  const asked = deliveringProviders(configured);
  const first = asked.findIndex(({ kind }) => kind === "sandbox");
  if (first === -1) return null;
  if (first > 0) return "takesOver";
  return asked.every(({ kind }) => kind === "sandbox") ? "only" : "takesAll";
}
