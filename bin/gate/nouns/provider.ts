import { Argument, type Command, Option } from "commander";
import { table } from "#bin/gate/answer.ts";
import { jsonFrom } from "#bin/gate/file.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { placeOf, secondsOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { type CarrierState, type CarrierStateKind, stateOfCarrier } from "#core/gateway/carrier-state.ts";
import { providerKind } from "#core/gateway/provider.ts";
import { PRESET_IDS } from "#core/gateway/provider-preset.ts";
import { CODE_PLACE } from "#core/gateway/provider-test.ts";
import { deliveringProviders, sandboxNotice } from "#core/gateway/sandbox.ts";
import { env } from "#runtime/env.ts";
import { setProviderFromPreset } from "#services/gateway/provider-presets.ts";
import {
  listProviders,
  moveProvider,
  type ProviderEntry,
  removeProvider,
  setProvider,
  setSandboxTakeover,
  switchProvider,
} from "#services/gateway/providers.ts";
import { carriersNow } from "#services/providers/carriers.ts";
import { testProviderAnywhere } from "#services/providers/trial-by-server.ts";
import { setApprovalDemand } from "#services/routing/approvals.ts";
import { definePresets } from "./provider-preset.ts";
import { testText } from "./provider-test.ts";

export function define(noun: Command): void {
  definePresets(noun);
  verb(noun, "list", "list the providers in the order in which they are tried").action(
    act(async () => {
      const [entries, carriers] = await lookAtGateway(async () => [
        await listProviders(operator()),
        await carriersNow(operator()),
      ]);
      const providers = entries.map((entry) => {
        const carrier = carriers.find(({ name }) => name === entry.name);
        return { ...withUrl(entry), state: carrier ? stateOfCarrier(carrier) : null };
      });
      const rows = providers.map(
        ({ position, name, kind, enabled, takesOver, state, reportUrl, reportPath }) => ({
          position,
          name,
          kind,
          on: enabled ? "on" : "off",
          "takes over": kind === "sandbox" ? (takesOver ? "on" : "off") : "",
          state: state ? stateText(state) : "",
          "delivery reports to": reportUrl ?? reportPath,
        }),
      );
      return { json: { providers }, text: table(rows, "There is no provider, so that nothing can be sent.") };
    }),
  );
  verb(
    noun,
    "set",
    "add a provider, placed before the sandbox, or replace the configuration of an existing one",
  )
    .requiredOption("--name <name>", "the provider's name")
    .addOption(new Option("--kind <kind>", "the interface that it speaks").choices(providerKind.options))
    .addOption(
      new Option("--preset <preset>", "preset of kind http for this carrier; see provider preset show")
        .choices(PRESET_IDS)
        .conflicts("kind"),
    )
    .requiredOption(
      "--file <file>",
      "JSON file with the configuration, or with the values for the preset's blanks; - reads stdin",
    )
    .hook("preAction", (command) => {
      const { kind, preset } = command.opts();
      if (!kind && !preset) command.error("error: --kind or --preset is required");
    })
    .action(
      act(async (given: { name: string; kind?: string; preset?: string; file: string }) => {
        const { name, preset } = given;
        const kind = given.kind ?? "http";
        const config = await jsonFrom(given.file);
        const [set, all] = await withGateway(async () => [
          preset === undefined
            ? await setProvider(operator(), { name, kind, config })
            : await setProviderFromPreset(operator(), { name, preset, values: config }),
          await listProviders(operator()),
        ]);
        const provider = withUrl(set);
        const { position, reportUrl, reportPath } = provider;
        const reports = reportUrl ?? reportPath;
        const lines = [
          `Provider ${name} (${kind}) has position ${position}.`,
          reports && `Its delivery reports come to ${reports}`,
          aboutSandbox(all),
        ];
        return { json: provider, text: lines.filter(Boolean).join("\n") };
      }),
    );
  verb(noun, "test", "send a test message through one provider and show what went over the wire")
    .argument("<name>", "the provider")
    .requiredOption("--to <number>", "the phone number to send to")
    .option("--text <text>", `text of the message; ${CODE_PLACE} becomes six random digits`)
    .option("--wait <seconds>", "seconds to wait for the delivery report, 0 to 60", secondsOf, 10)
    .action(
      act(
        async (name: string, { to, text, wait }: { to: string; text?: string; wait: number }) => {
          const result = await withGateway(() =>
            testProviderAnywhere(operator(), { name, number: to, text, wait }),
          );
          return { json: result, text: testText(result), ok: result.outcome === "accepted" };
        },
        { number: "--to" },
      ),
    );
  verb(noun, "move", "move a provider within the order in which they are tried")
    .argument("<name>", "the provider")
    .requiredOption("--position <n>", "new position; 1 is the first", placeOf)
    .action(
      act(async (name: string, { position }: { position: number }) => {
        const moved = await withGateway(() => moveProvider(operator(), { name, position }));
        return { json: withUrl(moved), text: `Provider ${name} has position ${position}.` };
      }),
    );
  for (const to of ["on", "off"] as const) {
    verb(
      noun,
      to,
      to === "on"
        ? "switch a provider on"
        : "switch a provider off; reports about earlier messages still arrive",
    )
      .argument("<name>", "the provider")
      .action(
        act(async (name: string) => {
          const [set, all] = await withGateway(async () => [
            await switchProvider(operator(), { name, enabled: to === "on" }),
            await listProviders(operator()),
          ]);
          const lines = [`Provider ${name} is ${to}.`, aboutNone(all), aboutSandbox(all)];
          return { json: set, text: lines.filter(Boolean).join("\n") };
        }),
      );
  }
  verb(noun, "takeover", "let a sandbox take messages beside real providers; they reach no phone")
    .argument("<name>", "the sandbox")
    .addArgument(new Argument("<switch>", "").choices(["on", "off"]))
    .action(
      act(async (name: string, to: string) => {
        const [set, all] = await withGateway(async () => [
          await setSandboxTakeover(operator(), { name, takesOver: to === "on" }),
          await listProviders(operator()),
        ]);
        const text = `Takeover by ${name} is ${to}.`;
        return { json: set, text: [text, aboutSandbox(all)].filter(Boolean).join("\n") };
      }),
    );
  verb(noun, "approvals", "set whether the operator must accept each text before this provider may send it")
    .argument("<name>", "the provider")
    .addArgument(new Argument("<switch>", "").choices(["on", "off"]))
    .action(
      act(async (name: string, to: string) => {
        const set = await withGateway(() =>
          setApprovalDemand(operator(), { name, demandsApproval: to === "on" }),
        );
        const text = set.demandsApproval
          ? `Provider ${name} delivers only texts that its operator has accepted: gate approval list --provider ${name}`
          : `Provider ${name} delivers every approved text.`;
        return { json: set, text };
      }),
    );
  verb(noun, "remove", "remove a provider")
    .argument("<name>", "the provider")
    .action(
      act(async (name: string) => {
        const provider = await withGateway(() => removeProvider(operator(), { name }));
        return { json: provider, text: `Provider ${name} is removed.` };
      }),
    );
}

/** The states of the page Carriers, in a few words. */
function stateText({ kind, reason, detail }: CarrierState): string {
  const words: Record<CarrierStateKind, string> = {
    off: "off",
    unusable: "configuration cannot be used",
    notAsked: "not used beside real providers",
    unheard: "unknown: no server is running",
    down: "down",
    partly: "down in some processes",
    throttled: "throttled by the carrier",
    failing: "many sends fail",
    connected: "connected",
    ready: "ready",
  };
  const why = [reason?.replaceAll("_", " "), detail].filter(Boolean).join(", ");
  return why ? `${words[kind]} (${why})` : words[kind];
}

/** A warning that no provider is left to deliver. */
function aboutNone(providers: ProviderEntry[]): string | undefined {
  return deliveringProviders(providers).length === 0
    ? "Warning: no provider is on, so that every send fails."
    : undefined;
}

/** A warning that messages accepted by a sandbox count as sent but reach no phone. */
function aboutSandbox(providers: ProviderEntry[]): string | undefined {
  const notice = sandboxNotice(providers);
  if (notice === null || notice === "only") return undefined;
  const { name } = providers.find(({ kind, takesOver }) => kind === "sandbox" && takesOver)!;
  const takes = notice === "takesAll" ? "every message" : "what they refuse";
  return `Warning: the sandbox takes ${takes} and says that it was sent. To stop that: gate provider takeover ${name} off`;
}

/** The full URL of its delivery reports, if PUBLIC_URL is set. */
function withUrl(provider: ProviderEntry): ProviderEntry & { reportUrl: string | null } {
  const { PUBLIC_URL } = env();
  const { reportPath } = provider;
  return { ...provider, reportUrl: PUBLIC_URL && reportPath ? `${PUBLIC_URL}${reportPath}` : null };
}
