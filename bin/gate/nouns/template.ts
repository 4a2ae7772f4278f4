import { type Command, Option } from "commander";
import { sheet, table } from "#bin/gate/answer.ts";
import { lookAtAccount, lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { codePointsOf, inPlainCharacters, plainAdvice } from "#core/template/plain-characters.ts";
import { approveTemplate, rejectTemplate, revokeTemplate } from "#services/templates/decisions.ts";
import type { Template } from "#services/templates/template-view.ts";
import { createTemplate, getTemplate, listTemplates } from "#services/templates/templates.ts";

interface NewTemplate {
  account: number;
  name: string;
  english?: string;
  arabic?: string;
}

type Status = Template["status"];

export function define(noun: Command): void {
  verb(noun, "create", "create a template and submit it for approval")
    .requiredOption("--account <id>", "the account", idOf)
    .requiredOption("--name <name>", "the template's name")
    .option("--english <text>", "English text with {code} in place of the OTP")
    .option("--arabic <text>", "Arabic text with {code} in place of the OTP")
    .action(
      act(async ({ account: accountId, name, english, arabic }: NewTemplate) => {
        const made = await withGateway(() =>
          createTemplate(operator(), { accountId, name, english, arabic }),
        );
        const hints = hintsFor(made);
        const { json, text } = shown(made);
        const lines = hints.map(({ hint }) => `Hint: ${hint}`);
        return hints.length === 0
          ? { json, text }
          : { json: { ...json, hints }, text: [text, ...lines].join("\n") };
      }),
    );
  verb(noun, "approve", "approve the version that is waiting for approval")
    .argument("<id>", "the template", idOf)
    .action(act(async (id: number) => shown(await withGateway(() => approveTemplate(operator(), { id })))));
  verb(noun, "reject", "reject the version that is waiting for approval")
    .argument("<id>", "the template", idOf)
    .requiredOption("--reason <text>", "reason shown to the developer")
    .action(
      act(async (id: number, { reason }: { reason: string }) =>
        shown(await withGateway(() => rejectTemplate(operator(), { id, reason }))),
      ),
    );
  verb(noun, "revoke", "revoke the approval of the version in use, from the next request on")
    .argument("<id>", "the template", idOf)
    .requiredOption("--reason <text>", "reason shown to the developer")
    .action(
      act(async (id: number, { reason }: { reason: string }) =>
        shown(await withGateway(() => revokeTemplate(operator(), { id, reason }))),
      ),
    );
  verb(noun, "show", "show a template")
    .argument("<id>", "the template", idOf)
    .action(act(async (id: number) => shown(await lookAtGateway(() => getTemplate(operator(), { id })))));
  verb(noun, "list", "list templates, newest first")
    .option("--account <id>", "only templates of this account", idOf)
    .addOption(
      new Option("--status <status>", "only templates whose newest version has this status").choices([
        "draft",
        "pending",
        "approved",
        "rejected",
        "revoked",
      ]),
    )
    .action(
      act(async ({ account: accountId, status }: { account?: number; status?: Status }) => {
        const templates = await lookAtAccount(accountId, () =>
          listTemplates(operator(), { accountId, status }),
        );
        const rows = templates.map((template) => {
          const { id, accountId: account, name, status, english, arabic } = view(template);
          return { id, account, name, status, english, arabic };
        });
        return { json: { templates: templates.map(view) }, text: table(rows, "There is no template.") };
      }),
    );
}

/** The latest version's text and state, and which version is in use. */
function view({ newest, serving, status, id, accountId, name, archivedAt, createdAt }: Template) {
  const { number: version, english, arabic, reason } = newest;
  const servingVersion = serving?.number ?? null;
  return {
    id,
    accountId,
    name,
    status,
    version,
    english,
    arabic,
    reason,
    servingVersion,
    archivedAt,
    createdAt,
  };
}

/** The characters that make a text more expensive, and the same text in plain characters. */
function hintsFor({ newest }: Template) {
  return (["english", "arabic"] as const).flatMap((language) => {
    const body = newest[language];
    const advice = body === null ? null : plainAdvice(body, SAMPLE_CODE);
    if (body === null || advice === null) return [];
    const { characters, now, plain } = advice;
    const named = characters.map(
      ({ text, count }) => `${codePointsOf(text)}${count > 1 ? ` (${count} times)` : ""}`,
    );
    const plainText = inPlainCharacters(body);
    const hint = `the ${language} text is UCS-2, ${segmentsOf(now.segments)}, because of ${named.join(", ")}; in plain characters it is ${plain.encoding}, ${segmentsOf(plain.segments)}: ${plainText}`;
    return [{ language, hint, segments: now.segments, plainSegments: plain.segments, plainText }];
  });
}

const SAMPLE_CODE = "000000";
const segmentsOf = (count: number) => `${count} segment${count === 1 ? "" : "s"}`;

function shown(template: Template) {
  const {
    accountId: account,
    servingVersion: sends,
    createdAt: created,
    archivedAt: archived,
    ...rest
  } = view(template);
  return { json: view(template), text: sheet({ ...rest, account, sends, created, archived }) };
}
