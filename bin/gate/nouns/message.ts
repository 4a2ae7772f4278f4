import type { Command } from "commander";
import { oneLine, sheet, table, time } from "#bin/gate/answer.ts";
import { lookAtAccount, lookAtGateway } from "#bin/gate/gateway.ts";
import { idOf, limitOf, longIdOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import {
  type AttemptRow,
  getMessage,
  listMessages,
  type MessageView,
} from "#services/message-log/messages.ts";

export function define(noun: Command): void {
  verb(noun, "show", "show a message with its attempts and timeline")
    .argument("<id>", "the message", longIdOf)
    .action(
      act(async (id: number) => {
        const message = await lookAtGateway(() => getMessage(operator(), { id }));
        const steps = message.timeline.map(({ at, kind, detail }) =>
          `${time(at)}  ${kind}  ${oneLine(detail)}`.trimEnd(),
        );
        const attempts = message.attempts.map(attemptView);
        // With a single attempt, the message's own lines say everything.
        const tried = attempts.length > 1 ? `\n\n${table(attempts, "")}` : "";
        const text = `${sheet(view(message))}${tried}\n\n${steps.join("\n")}`;
        return { json: { ...view(message), attempts, timeline: message.timeline }, text };
      }),
    );
  verb(noun, "list", "list an account's messages, newest first")
    .requiredOption("--account <id>", "the account", idOf)
    .option("--limit <number>", "maximum number of messages", limitOf, 50)
    .action(
      act(async ({ account: accountId, limit }: { account: number; limit: number }) => {
        const messages = await lookAtAccount(accountId, () => listMessages(operator(), { accountId, limit }));
        const rows = messages.map(
          ({ id, createdAt, number, templateName, status, problem, credits, provider, response }) => {
            return {
              id,
              created: createdAt,
              gsm: number,
              template: templateName,
              status,
              reason: problem,
              credits,
              provider,
              response,
            };
          },
        );
        return { json: { messages: messages.map(view) }, text: table(rows, "It has sent nothing yet.") };
      }),
    );
}

function attemptView({
  ordinal,
  provider,
  state,
  reason,
  response,
  reference,
  startedAt,
  endedAt,
}: AttemptRow) {
  return {
    attempt: ordinal,
    provider,
    state,
    reason,
    response,
    reference,
    started_at: startedAt,
    ended_at: endedAt,
  };
}

/** The names of the HTTP API, with further fields for the operator. */
function view(message: MessageView) {
  return {
    id: message.id,
    account: message.accountId,
    gsm: message.number,
    template: message.templateId,
    template_name: message.templateName,
    template_code: message.maskedCode,
    message: message.maskedText,
    status: message.status,
    reason: message.problem,
    provider: message.provider,
    provider_response: message.response ?? "",
    language: message.language,
    segments: message.segments,
    credits: message.credits,
    created_at: message.createdAt,
    settled_at: message.settledAt,
    closed_at: message.closedAt,
  };
}
