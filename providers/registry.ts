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
   * Checks a configuration. @returns it as it was given, or what is wrong, a line each. Defaults are not filled in: what
   * is stored without them gets those of the release that runs.
   */
  check(config: unknown): { ok: true; config: unknown } | { ok: false; problems: string[] };
  /** @throws where `config` does not pass `check`. */
  make(config: unknown, context: ProviderContext): Provider;
  /** The number in the address of its delivery reports, or null where none come. @throws as `make` does. */
  reportsKey(config: unknown): number | null;
}

function adapter<S extends z.ZodType>(
  schema: S,
  make: (config: z.output<S>, context: ProviderContext) => Provider,
  reports: (config: z.output<S>) => { key: number } | undefined = () => undefined,
  /** Where what is stored is read more leniently than what is set. */
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

/** Every kind of provider. A kind without an adapter does not compile. */
export const adapters = {
  sandbox: adapter(sandboxConfig, sandboxProvider),
  http: adapter(httpConfig, httpProvider, (config) => config.reports, storedHttpConfig),
  smpp: adapter(smppConfig, smppProvider),
  syriatel: adapter(syriatelConfig, syriatelProvider),
  mtn_syria: adapter(mtnSyriaConfig, mtnSyriaProvider),
} satisfies Record<ProviderKind, Adapter>;
