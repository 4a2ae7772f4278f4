import { readFile } from "node:fs/promises";
import { Argument, type Command, Option } from "commander";
import { table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { placeOf, secondsOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { providerKind } from "#core/gateway/provider.ts";
import { PRESET_IDS } from "#core/gateway/provider-preset.ts";
import { CODE_PLACE } from "#core/gateway/provider-test.ts";
import { deliveringProviders, sandboxNotice } from "#core/gateway/sandbox.ts";
import { Refused } from "#core/input/refusal.ts";
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
import { testProviderAnywhere } from "#services/providers/trial-by-server.ts";
import { setApprovalDemand } from "#services/routing/approvals.ts";
import { definePresets } from "./provider-preset.ts";
import { testText } from "./provider-test.ts";

export function define(noun: Command): void {
  definePresets(noun);
  verb(noun, "list", "the providers in the order in which they are tried").action(
    act(async () => {
      const providers = (await lookAtGateway(() => listProviders(operator()))).map(withUrl);
      const rows = providers.map(({ position, name, kind, enabled, takesOver, reportUrl, reportPath }) => ({
        position,
        name,
        kind,
        on: enabled ? "on" : "off",
        "takes over": kind === "sandbox" ? (takesOver ? "on" : "off") : "",
        "delivery reports to": reportUrl ?? reportPath,
      }));
      return { json: { providers }, text: table(rows, "There is no provider, so that nothing can be sent.") };
    }),
  );
  verb(noun, "set", "add a provider as the last one before the sandbox, or change the one of that name")
    .requiredOption("--name <name>", "what it is called")
    .addOption(new Option("--kind <kind>", "").choices(providerKind.options))
    .addOption(
      new Option("--preset <preset>", "of kind http, for this carrier: see provider preset show")
        .choices(PRESET_IDS)
        .conflicts("kind"),
    )
    .requiredOption(
      "--file <file>",
      "its configuration, or what the preset's blanks are filled in with, JSON; - reads it from stdin",
    )
    .hook("preAction", (command) => {
      const { kind, preset } = command.opts();
      if (!kind && !preset) command.error("error: --kind or --preset is required");
    })
    .action(
      act(async (given: { name: string; kind?: string; preset?: string; file: string }) => {
        const { name, preset } = given;
        const kind = given.kind ?? "http";
        const config = await configFrom(given.file);
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
  verb(noun, "test", "send a message by this provider alone, and show what went over the wire")
    .argument("<name>", "the provider")
    .requiredOption("--to <number>", "the phone that gets it")
    .option("--text <text>", `what it says; ${CODE_PLACE} becomes six random digits`)
    .option("--wait <seconds>", "how long to wait for the delivery report", secondsOf, 10)
    .action(
      act(async (name: string, { to, text, wait }: { to: string; text?: string; wait: number }) => {
        const result = await withGateway(() =>
          testProviderAnywhere(operator(), { name, number: to, text, wait }),
        );
        return { json: result, text: testText(result), ok: result.outcome === "accepted" };
      }),
    );
  verb(noun, "move", "give it another place in the order in which they are tried")
    .argument("<name>", "the provider")
    .requiredOption("--position <n>", "1 is the first", placeOf)
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
        ? "let it deliver again"
        : "leave it out of every send; reports about earlier messages still arrive",
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
  verb(noun, "takeover", "on: the sandbox delivers beside real providers, to no phone")
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
  verb(noun, "approvals", "on: its operator has to accept each text before it may be sent")
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
  verb(noun, "remove", "let it deliver no more")
    .argument("<name>", "the provider")
    .action(
      act(async (name: string) => {
        const provider = await withGateway(() => removeProvider(operator(), { name }));
        return { json: provider, text: `Provider ${name} is removed.` };
      }),
    );
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

async function configFrom(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file === "-" ? "/dev/stdin" : file, "utf8");
  } catch (error) {
    throw new Refused("file_unreadable", { file, problem: (error as Error).message });
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the text, which contains credentials.
    throw new Refused("file_unreadable", { file, problem: "it is not JSON" });
  }
}
