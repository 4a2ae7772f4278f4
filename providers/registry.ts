import type { z } from "zod";
import { type ConfigProblem, problemOfIssue } from "#core/gateway/config-problem.ts";
import type { ProviderKind } from "#core/gateway/provider.ts";
import type { FormField } from "#core/gateway/provider-form.ts";
import { formFields } from "./form.ts";
import { httpConfig, storedHttpConfig } from "./http/configuration.ts";
import { httpProvider } from "./http/provider.ts";
import { reportProblem } from "./http/report-problem.ts";
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
   * @returns it unchanged, or its problems: one per line for the command line, and by codes for forms. Defaults are not filled in, so that a stored configuration
   * gets those of the running release.
   */
  check(
    config: unknown,
  ):
    | { ok: true; config: unknown }
    | { ok: false; problems: string[]; issues: { path: string[]; problem: Omit<ConfigProblem, "place"> }[] };
  /** @throws if `config` does not pass `check`. */
  make(config: unknown, context: ProviderContext): Provider;
  /** The number in the address of its delivery reports, or null if it has none. @throws like `make`. */
  reportsKey(config: unknown): number | null;
  /**
   * Why delivery reports can never reach their messages; null if nothing speaks against it. @throws like `make`.
   * @param hasAddress whether the gateway knows its own address, given the one of the configuration.
   */
  reportProblem(config: unknown, hasAddress: (base: string | undefined) => boolean): string | null;
  /** Its settings as a form asks for them. */
  form: FormField[];
  /** What a test send has to know. @throws like `make`. */
  testing(config: unknown): Testing;
  /** The same configuration for a process beside the servers, which may hold every other bind. */
  withOneBind(config: unknown): unknown;
}

interface Testing {
  /** A template that the configuration knows, where it knows them one by one. */
  templateId: number;
  /** Whether delivery reports come. */
  reports: boolean;
}

interface Traits<Config> {
  reports?: (config: Config) => { key: number } | undefined;
  reportProblem?: (config: Config, hasAddress: (base: string | undefined) => boolean) => string | null;
  testing?: (config: Config) => Partial<Testing>;
  /** A more lenient schema for stored configurations, if it differs. */
  stored?: z.ZodType<Config>;
  withOneBind?: (config: object) => object;
}

function adapter<S extends z.ZodType>(
  kind: ProviderKind,
  schema: S,
  make: (config: z.output<S>, context: ProviderContext) => Provider,
  {
    reports = () => undefined,
    reportProblem = () => null,
    testing = () => ({}),
    stored = schema as z.ZodType<z.output<S>>,
    withOneBind = (config) => config,
  }: Traits<z.output<S>> = {},
): Adapter {
  return {
    form: formFields(kind, schema),
    check(config) {
      const result = schema.safeParse(config);
      if (result.success) return { ok: true, config };
      return {
        ok: false,
        issues: result.error.issues.map((issue) => ({
          path: issue.path.map(String),
          problem: problemOfIssue(issue),
        })),
        problems: result.error.issues.map(
          (issue) => `${issue.path.join(".") || "configuration"}: ${issue.message}`,
        ),
      };
    },
    make: (config, context) => make(stored.parse(config), context),
    reportProblem: (config, hasAddress) => reportProblem(stored.parse(config), hasAddress),
    reportsKey: (config) => reports(stored.parse(config))?.key ?? null,
    testing(config) {
      const parsed = stored.parse(config);
      return { templateId: 1, reports: reports(parsed) !== undefined, ...testing(parsed) };
    },
    withOneBind: (config) => withOneBind(config as object),
  };
}

/** The adapter of every kind of provider; a kind without one does not compile. */
export const adapters = {
  sandbox: adapter("sandbox", sandboxConfig, sandboxProvider, { testing: ({ reports }) => ({ reports }) }),
  http: adapter("http", httpConfig, httpProvider, {
    reports: (config) => config.reports,
    reportProblem,
    stored: storedHttpConfig,
  }),
  smpp: adapter("smpp", smppConfig, smppProvider, {
    testing: ({ receipts }) => ({ reports: receipts }),
    withOneBind: (config) => ({ ...config, binds: 1 }),
  }),
  syriatel: adapter("syriatel", syriatelConfig, syriatelProvider, {
    testing: ({ templates }) => ({ templateId: Number(Object.keys(templates)[0] ?? 1) }),
  }),
  mtn_syria: adapter("mtn_syria", mtnSyriaConfig, mtnSyriaProvider),
} satisfies Record<ProviderKind, Adapter>;
