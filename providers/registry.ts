import type { z } from "zod";
import type { ProviderKind } from "#core/gateway/provider.ts";
import { httpConfig, storedHttpConfig } from "./http/configuration.ts";
import { httpProvider } from "./http/provider.ts";
import type { Provider, ProviderContext } from "./provider.ts";
import { sandboxConfig, sandboxProvider } from "./sandbox.ts";
import { smppConfig } from "./smpp/config.ts";
import { smppProvider } from "./smpp/smpp.ts";
import { mtnSyriaConfig, syriatelConfig } from "./syria/config.ts";
import { mtnSyriaProvider } from "./syria/mtn-syria.ts";
import { syriatelProvider } from "./syria/syriatel.ts";

interface Adapter {
  /**
   * Validates a configuration.
   * @returns it unchanged, or its problems, one per line. Defaults are not filled in, so that a stored configuration
   * gets those of the running release.
   */
  check(config: unknown): { ok: true; config: unknown } | { ok: false; problems: string[] };
  /** @throws if `config` does not pass `check`. */
  make(config: unknown, context: ProviderContext): Provider;
  /** The number in the address of its delivery reports, or null if it has none. @throws like `make`. */
  reportsKey(config: unknown): number | null;
}

function adapter<S extends z.ZodType>(
  schema: S,
  make: (config: z.output<S>, context: ProviderContext) => Provider,
  reports: (config: z.output<S>) => { key: number } | undefined = () => undefined,
  /** A more lenient schema for stored configurations, if it differs. */
  stored: z.ZodType<z.output<S>> = schema as z.ZodType<z.output<S>>,
): Adapter {
  return {
    check(config) {
      const result = schema.safeParse(config);
      if (result.success) return { ok: true, config };
      return {
        ok: false,
        problems: result.error.issues.map(
          (issue) => `${issue.path.join(".") || "configuration"}: ${issue.message}`,
        ),
      };
    },
    make: (config, context) => make(stored.parse(config), context),
    reportsKey: (config) => reports(stored.parse(config))?.key ?? null,
  };
}

/** The adapter of every kind of provider; a kind without one does not compile. */
export const adapters = {
  sandbox: adapter(sandboxConfig, sandboxProvider),
  http: adapter(httpConfig, httpProvider, (config) => config.reports, storedHttpConfig),
  smpp: adapter(smppConfig, smppProvider),
  syriatel: adapter(syriatelConfig, syriatelProvider),
  mtn_syria: adapter(mtnSyriaConfig, mtnSyriaProvider),
} satisfies Record<ProviderKind, Adapter>;
