import { type Command, Option } from "commander";
import { table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { approvalStates, approvedAs } from "#core/routing/routing-choices.ts";
import { listApprovals, type OperatorApproval, setApproval } from "#services/routing/approvals.ts";

interface Set {
  template: number;
  version?: number;
  provider: string;
  language: string;
  state: string;
  code?: string;
  as?: string;
  reason?: string;
}

const stateOption = () =>
  new Option("--state <state>", "state of the text at the operator").choices(approvalStates);

export function define(noun: Command): void {
  verb(noun, "list", "list the texts in use and their state at each operator that must accept them")
    .option("--provider <name>", "only for this provider")
    .addOption(stateOption())
    .option("--template <id>", "only texts of this template", idOf)
    .action(
      act(async ({ provider, state, template }: { provider?: string; state?: string; template?: number }) => {
        const { approvals, count } = await lookAtGateway(() =>
          listApprovals(operator(), { provider, state, templateId: template }),
        );
        const rows = approvals.map((each) => ({
          provider: each.provider,
          template: `${each.templateId} ${each.templateName}`,
          version: each.version,
          language: languageOf(each),
          state: each.state,
          code: each.templateCode,
          text: each.text,
        }));
        const more = count > rows.length ? `\nThe first ${rows.length} of ${count}.` : "";
        const none =
          "There is no such text, or no provider demands approvals: gate provider approvals NAME on.";
        return { json: { approvals: approvals.map(view), count }, text: table(rows, none) + more };
      }),
    );
  verb(noun, "set", "record an operator's decision about an approved text")
    .requiredOption("--template <id>", "the template", idOf)
    .requiredOption("--provider <name>", "the provider")
    .addOption(
      new Option("--language <language>", "language of the text").choices(["ar", "en"]).makeOptionMandatory(),
    )
    .addOption(stateOption().makeOptionMandatory())
    .option("--code <code>", "the operator's code for its own template with this text")
    .addOption(
      new Option(
        "--as <form>",
        "how the text is handed over (default: template with --code, otherwise text)",
      ).choices(approvedAs),
    )
    .option("--reason <reason>", "why the operator refused it")
    .option("--version <n>", "an approved version other than the one in use", idOf)
    .action(
      act(async ({ template: templateId, code: templateCode, as, ...rest }: Set) => {
        const input = { ...rest, templateId, templateCode, approvedAs: as };
        const set = await withGateway(() => setApproval(operator(), input));
        const what = `Template ${set.templateId}, version ${set.version}, ${languageOf(set)}`;
        const by = set.templateCode ? ` as ${set.templateCode}` : "";
        return {
          json: view(set),
          text: `${what}: ${set.state.replaceAll("_", " ")}${by} by ${set.provider}.`,
        };
      }),
    );
}

const languageOf = ({ language }: OperatorApproval) => (language === 0 ? "ar" : "en");

function view({ versionId: _, ...approval }: OperatorApproval) {
  return { ...approval, language: languageOf({ versionId: _, ...approval }) };
}
