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
  new Option("--state <state>", "what the operator says of it").choices(approvalStates);

export function define(noun: Command): void {
  verb(noun, "list", "the texts in use, for each provider whose operator has to accept them")
    .option("--provider <name>", "only for this one")
    .addOption(stateOption())
    .option("--template <id>", "only of this template", idOf)
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
  verb(noun, "set", "record what an operator says of an approved text")
    .requiredOption("--template <id>", "whose text", idOf)
    .requiredOption("--provider <name>", "to whose operator")
    .addOption(new Option("--language <language>", "of the text").choices(["ar", "en"]).makeOptionMandatory())
    .addOption(stateOption().makeOptionMandatory())
    .option("--code <code>", "by which the operator knows the accepted text as a template of its own")
    .addOption(
      new Option("--as <form>", "how it is handed over; template if there is a code, else text").choices(
        approvedAs,
      ),
    )
    .option("--reason <reason>", "why it is refused")
    .option("--version <n>", "an approved version that is not the one in use", idOf)
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
