import { waitMs } from "../poll-schedule.ts";
import type { Delivery, Provider } from "../provider.ts";
import { carrierId } from "../reports/carrier-id.ts";
import { type FinalState, storableWord } from "../reports/final-words.ts";
import { comparable, fateTable, type KnownTexts } from "./answer-texts.ts";
import { type Meaning, type Query, queryCarrier, type StatusQuery } from "./carrier.ts";
import type { SyriatelConfig } from "./config.ts";

/**
 * The texts that integrators report. An internal error may come after the message was taken, so it is nobody's word that it
 * was refused.
 */
const KNOWN: KnownTexts = {
  success: ["Done Successfully."],
  failure: {
    "Missing required parameters": "provider",
    "User name or password is incorrect": "provider",
    "User isn't active": "provider",
    "You don't have permission to use API": "provider",
    "User can't perform this action": "provider",
    "Invalid optional parameters": "provider",
    "Sender doesn't exist or doesn't belong to the user.": "provider",
    "Sorry, Internal Error": "unknown",
  },
};

/** The number of a job; 0 is none. */
const JOB_ID = /^(?=.*[1-9])\d{1,20}$/;

/** Syriatel's bulk messaging service (BMS), which answers 200 whatever happened. */
export function syriatelProvider(config: SyriatelConfig): Provider {
  const fateOf = fateTable(config, KNOWN);
  const meaning = (text: string): Meaning => {
    const fate = fateOf(text);
    if (fate) return { fate };
    const id = carrierId(text).replace(/\.$/, "");
    return JOB_ID.test(id) ? { fate: "accepted", ref: id } : undefined;
  };
  return queryCarrier(config, queryOf(config), meaning, statusQuery(config));
}

/** The status of a job, in the operator's words as they are configured. */
function statusQuery({ poll, pages, fields, user, password }: SyriatelConfig): StatusQuery | undefined {
  if (!poll) return undefined;
  const states = new Map<string, FinalState["kind"]>([
    ...poll.delivered.map((text) => [comparable(text), "delivered"] as const),
    ...poll.failed.map((text) => [comparable(text), "failed"] as const),
  ]);
  return {
    waitMs: (asked, ageMs) => waitMs(poll, asked, ageMs),
    query: (providerId) => ({
      page: pages.status,
      parameters: [
        [fields.user, user],
        [fields.password, password],
        [fields.job_id, providerId],
      ],
    }),
    meaning: (text) => {
      const kind = states.get(comparable(text));
      return kind === undefined ? null : { kind, word: storableWord(text.trim()) };
    },
  };
}

/** What the operator accepted decides, as it is kept with the approvals; without it the configuration does. */
const queryOf =
  ({ mode, templates, param_list, pages, fields, user, password, sender, job_name }: SyriatelConfig) =>
  (delivery: Delivery): Query | { refused: string } => {
    const credentials: Query["parameters"] = [
      [fields.user, user],
      [fields.password, password],
    ];
    const { acceptance } = delivery;
    if ((acceptance?.approvedAs ?? mode) === "text") {
      return {
        page: pages.text,
        parameters: [
          ...credentials,
          [fields.sender, delivery.sender ?? sender],
          [fields.job, job_name],
          [fields.text, delivery.text],
          [fields.number, delivery.number],
        ],
      };
    }
    const language = delivery.language === 0 ? "arabic" : "english";
    const code = acceptance?.templateCode ?? templates[String(delivery.templateId)]?.[language];
    if (code === undefined) {
      return { refused: `no template code for template ${delivery.templateId} in ${language}` };
    }
    // It separates parameters, so that the phone would show a part of the OTP.
    if (delivery.code.includes(";")) return { refused: "an OTP with a semicolon is no parameter" };
    return {
      page: pages.template,
      parameters: [
        ...credentials,
        [fields.template, code],
        [fields.parameters, param_list.replace("{{code}}", () => delivery.code)],
        [fields.sender, delivery.sender ?? sender],
        [fields.number, delivery.number],
      ],
    };
  };
