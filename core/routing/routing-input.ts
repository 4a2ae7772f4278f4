import { z } from "zod";
import { providerName } from "#core/gateway/provider.ts";
import { basis } from "#core/input/basis.ts";
import { cleaned } from "#core/input/cleaned.ts";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";
import { value } from "#core/input/value.ts";
import { approvalStates, approvedAs, senderStates } from "./routing-choices.ts";

/** The first digits of a number in international form; a leading + is how people write them. */
export const prefix = z
  .string({ error: problem("prefix") })
  .transform((text) => cleaned(text).replaceAll(" ", "").replace(/^\+/, ""))
  .pipe(z.string().regex(/^[1-9]\d{0,14}$/, problem("prefix")));

const operatorName = line(1, 60, "operator_name");
const accountId = id.nullish().transform((given) => given ?? null);
/** Then it replaces none that is there. */
const isNew = z.boolean().default(false);

function isDistinct(given: readonly string[]): boolean {
  return new Set(given).size === given.length;
}

export const operatorSettings = z.object({
  name: operatorName,
  /** The operator's present name, if the change gives it another one. */
  present: operatorName.optional(),
  /** Empty or null if Arabic pages show the same name. Absent, it stays as it is. */
  arabicName: z
    .union([line(0, 60, "operator_name"), z.null()])
    .transform((given) => given || null)
    .optional(),
  prefixes: z
    .array(prefix, { error: problem("prefixes") })
    .min(1, problem("prefixes"))
    .max(200, problem("prefixes"))
    .refine(isDistinct, problem("prefix_twice")),
  isNew,
  basis,
});
export const operatorRef = z.object({ name: operatorName });

export const routeSettings = z.object({
  prefix,
  accountId,
  providers: z
    .array(providerName, { error: problem("route_providers") })
    .min(1, problem("route_providers"))
    .max(50, problem("route_providers"))
    .refine(isDistinct, problem("provider_twice")),
  isNew,
  basis,
});
export const routeRef = z.object({ prefix, accountId });

/** At most 11 letters and digits, with the few signs that networks let through between them, or a number. */
export const senderId = value("sender").pipe(
  z
    .string()
    .regex(/^(\+?\d{1,15}|(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9 ._&-]{0,9}[A-Za-z0-9])?)$/, problem("sender")),
);
export const senderSettings = z.object({
  provider: providerName,
  accountId,
  sender: senderId,
  state: z.enum(senderStates, { error: problem("sender_state") }).default("requested"),
  isNew,
  basis,
});
export const senderRef = z.object({ provider: providerName, accountId });

/** 0 Arabic, 1 English: the public API's numbers. */
const language = z
  .enum(["ar", "en"], { error: problem("language") })
  .transform((code): 0 | 1 => (code === "ar" ? 0 : 1));

export const operatorApproval = z
  .object({
    templateId: id,
    /** Its number within the template; the version in use if it is not given. */
    version: id.optional(),
    provider: providerName,
    language,
    state: z.enum(approvalStates, { error: problem("approval_state") }),
    templateCode: line(0, 100, "template_code").nullish(),
    approvedAs: z.enum(approvedAs, { error: problem("approved_as") }).nullish(),
    reason: line(0, 500, "reason").nullish(),
    basis,
  })
  .transform((input, context) => {
    const accepted = input.state === "accepted";
    const templateCode = input.templateCode || null;
    const reason = input.reason || null;
    const complain = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (!accepted && templateCode) complain("templateCode", problem("only_accepted"));
    if (!accepted && input.approvedAs) complain("approvedAs", problem("only_accepted"));
    if (input.state === "refused" && !reason) complain("reason", problem("required"));
    if (input.state !== "refused" && reason) complain("reason", problem("only_refused"));
    if (input.approvedAs === "template" && !templateCode) complain("templateCode", problem("template_code"));
    const as = input.approvedAs ?? (templateCode ? "template" : "text");
    return { ...input, templateCode, reason, approvedAs: accepted ? as : null };
  });

export const approvalDemand = z.object({
  name: providerName,
  demandsApproval: z.boolean({ error: problem("switch") }),
});

export const approvalFilter = z.object({
  provider: providerName.optional(),
  state: z.enum(approvalStates, { error: problem("approval_state") }).optional(),
  /** Only texts that are not accepted yet. */
  open: z.boolean().default(false),
  templateId: id.optional(),
  versionId: id.optional(),
});

export const dryRun = z.object({
  number: z.string({ error: problem("phone") }),
  templateId: id,
  /** The template's own account if it is not given. */
  accountId,
  /** English if it is not given and the template has such a text. */
  language: language.optional(),
});
