import { z } from "zod";
import { proxyAddress } from "#providers/http/connection/proxy.ts";
import { certificateFingerprint, certificates } from "../certificates.ts";
import { FATES } from "../fate.ts";
import { paceFields } from "../http/pace-config.ts";
import { scheduleFields } from "../poll-schedule.ts";
import { comparable } from "./answer-texts.ts";

/*
 * No specification of either interface is public. What integrators report is a default here, and everything by which an
 * operator's own document may differ is a setting: address, pages, field names, texts.
 */

const words = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, "has a line break or another control character");

const sender = z
  .string()
  .regex(/^(\+?\d{1,15}|[\u0020-\u007e]{1,11})$/, "must be a number, or at most 11 ASCII characters")
  .refine((value) => value.trim() === value && value !== "", "begins or ends with a blank");

/** The name of a parameter in the query. */
const field = z.string().regex(/^[\w.-]{1,50}$/, "is not the name of a parameter");

const address = (example: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^https?:\/\/[^/?#@\s{}]+(\/[^?#\s{}]*)?$/i.test(value),
      `must be an address without user, query and placeholders, such as ${example}`,
    );

const page = z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/, "is not the path of a page");

const answerText = words(200).refine((value) => comparable(value) !== "", "is empty");
/** A mistake in a text's fate could send twice or charge for nothing, so that each has to be said. */
const fate = z.enum(FATES);

const common = {
  user: words(100),
  password: words(100),
  sender,
  /** Parameters that every request carries beside the ones below. */
  parameters: z.record(field, z.string().max(200)).default({}),
  /** Answers that mean that the message was taken, beside the known ones. */
  success: z.array(answerText).max(50).default([]),
  /** Answers that mean something else, by whole text. They go before `success` and before everything known. */
  failure: z.record(answerText, fate).default({}),
  timeout_ms: z.int().min(100).max(120_000).default(30_000),
  ...paceFields,
  /** Certificates in PEM to trust in place of the system's. */
  ca: certificates.optional(),
  /** Trusts the certificate of this fingerprint and no other, whoever issued it. */
  certificate_sha256: certificateFingerprint.optional(),
  /** An HTTP proxy through which the operator is reached, such as one inside the country. */
  proxy: proxyAddress.optional(),
};

interface Secured {
  base_url: string;
  ca?: string | undefined;
  certificate_sha256?: string | undefined;
}

function complainInsecure(config: Secured, context: z.RefinementCtx): void {
  if (/^https:/i.test(config.base_url)) return;
  for (const name of ["certificate_sha256", "ca"] as const) {
    if (config[name] !== undefined) {
      context.addIssue({ code: "custom", path: [name], message: "needs https: in base_url" });
    }
  }
}

/** A language that has no code of its own is not delivered. */
const templateCodes = z
  .strictObject({ arabic: words(100).optional(), english: words(100).optional() })
  .refine(({ arabic, english }) => arabic ?? english, "needs a code for arabic or for english");

export const syriatelConfig = z
  .strictObject({
    ...common,
    base_url: address("https://bms.syriatel.sy/API/").default("https://bms.syriatel.sy/API/"),
    /**
     * For texts of which the operator approvals say nothing. template: a text that the operator keeps, by its code, and
     * the OTP as its parameter. text: the whole text.
     */
    mode: z.enum(["template", "text"]).default("template"),
    /** The operator's template codes by our template id and language, for texts without an operator approval. */
    templates: z
      .record(z.string().regex(/^[1-9]\d{0,9}$/, "is not the id of a template"), templateCodes)
      .default({}),
    /** The parameters of a template, joined as the operator wants them. */
    param_list: words(200)
      .refine((value) => value.split("{{code}}").length === 2, "must have {{code}}, once")
      .refine((value) => !/[{}]/.test(value.replace("{{code}}", "")), "must have no braces but {{code}}")
      .default("{{code}}"),
    job_name: words(50).default("OTP"),
    /**
     * Asks CheckJobStatus for the messages that have a job's number. What it answers is documented nowhere, so that the
     * operator's texts have to be given.
     */
    poll: z
      .strictObject({
        delivered: z.array(answerText).max(50).default([]),
        failed: z.array(answerText).max(50).default([]),
        ...scheduleFields,
      })
      .refine(({ delivered, failed }) => delivered.length + failed.length > 0, "needs a text that is final")
      .optional(),
    pages: z
      .strictObject({
        status: page.default("CheckJobStatus.aspx"),
        template: page.default("SendTemplateSMS.aspx"),
        text: page.default("SendSMS.aspx"),
      })
      .prefault({}),
    fields: z
      .strictObject({
        user: field.default("user_name"),
        password: field.default("password"),
        template: field.default("template_code"),
        parameters: field.default("param_list"),
        sender: field.default("sender"),
        job: field.default("job_name"),
        job_id: field.default("job_id"),
        text: field.default("msg"),
        number: field.default("to"),
      })
      .prefault({}),
  })
  .superRefine((config, context) => {
    complainInsecure(config, context);
    const isNamed = Object.keys(config.templates).length > 0;
    if (config.mode === "text" && isNamed) {
      context.addIssue({
        code: "custom",
        path: ["templates"],
        message: "counts for nothing, as mode is text",
      });
    }
  });

const MTN_ADDRESS = "https://services.mtnsyr.com:7443/general/MTNSERVICES/ConcatenatedSender.aspx";

/** What stands in `Lang`, and how the text is written then. */
const language = z.strictObject({
  value: z.string().regex(/^[\w-]{1,10}$/, "must be a short text, such as 0"),
  text: z.enum(["hexadecimal", "plain"]),
});

export const mtnSyriaConfig = z
  .strictObject({
    ...common,
    base_url: address(MTN_ADDRESS).default(MTN_ADDRESS),
    /** Integrators contradict one another here. */
    lang: z
      .strictObject({
        arabic: language.default({ value: "0", text: "hexadecimal" }),
        english: language.default({ value: "1", text: "plain" }),
      })
      .prefault({}),
    /** What an answer of 200 that says nothing means. Integrators report it of messages that arrived. */
    empty: z.enum(["accepted", "unknown"]).default("accepted"),
    fields: z
      .strictObject({
        user: field.default("User"),
        password: field.default("Pass"),
        sender: field.default("From"),
        number: field.default("Gsm"),
        text: field.default("Msg"),
        language: field.default("Lang"),
      })
      .prefault({}),
  })
  .superRefine(complainInsecure);

export type SyriatelConfig = z.output<typeof syriatelConfig>;
export type MtnSyriaConfig = z.output<typeof mtnSyriaConfig>;
