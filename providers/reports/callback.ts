import { z } from "zod";
import { carrierId, trimmed } from "./carrier-id.ts";

/** A delivery report as a provider's callback brings it: whatever stands in the address and in the body. */
export interface Callback {
  query: URLSearchParams;
  /** A form, or anything that JSON can be; null where there is no body. */
  body: URLSearchParams | unknown;
}

/** One report of a callback, as far as it goes. */
export type CallbackReport =
  | { kind: "delivered" | "failed"; id: string; word: string }
  /** A state in between, which changes nothing. */
  | { kind: "other" }
  /** A field that the configuration names is not there. */
  | { kind: "unreadable"; field: string };

/** What a provider of this configuration says in its callbacks. */
export interface CallbackReader {
  /** Part of the signed address: another number makes another address. */
  key: number;
  /** Whose id a report names: ours, which the provider echoes, or the provider's own. */
  id: "message_id" | "provider_id";
  read(callback: Callback): CallbackReport[];
}

const WORD_LENGTH = 40;

/** What no pattern for a status may match, or it matches anything: then every report would mean the same. */
const CANARIES = ["", "482910", "zq8wv73kp5", "رمز"];

const finalPattern = z.string().superRefine((source, context) => {
  let expression: RegExp;
  try {
    expression = new RegExp(source, "u");
  } catch {
    return context.addIssue({ code: "custom", message: "is not a regular expression" });
  }
  if (CANARIES.some((text) => expression.test(text))) {
    context.addIssue({ code: "custom", message: "matches any text; name the provider's own words" });
  }
});

const field = z.string().min(1).max(100);

export const callbackConfig = z.strictObject({
  id: z.enum(["message_id", "provider_id"]).default("message_id"),
  id_field: field.default("message_id"),
  status_field: field.default("status"),
  delivered: finalPattern.default("^(DELIVRD|[Dd]elivered|DELIVERED)$"),
  failed: finalPattern.default(
    "^(UNDELIV|EXPIRED|REJECTD|DELETED|[Ff]ailed|FAILED|[Uu]ndelivered|UNDELIVERED|[Rr]ejected|REJECTED|[Ee]xpired)$",
  ),
  /** Where a callback brings several reports: the field of JSON that holds the list. */
  list_field: field.optional(),
  key: z.int().min(1).max(999_999).default(1),
});

export function callbackReader(config: z.output<typeof callbackConfig>): CallbackReader {
  const delivered = new RegExp(config.delivered, "u");
  const failed = new RegExp(config.failed, "u");

  const readOne = (callback: Callback): CallbackReport => {
    const id = fieldOf(callback, config.id_field);
    if (id === undefined) return { kind: "unreadable", field: config.id_field };
    const status = fieldOf(callback, config.status_field);
    if (status === undefined) return { kind: "unreadable", field: config.status_field };
    for (const [kind, expression] of [["delivered", delivered] as const, ["failed", failed] as const]) {
      const match = expression.exec(status);
      if (match) return { kind, id: carrierId(id), word: wordOf(match[0]) };
    }
    return { kind: "other" };
  };

  return {
    key: config.key,
    id: config.id,
    read(callback) {
      if (config.list_field === undefined) return [readOne(callback)];
      const list = at(callback.body, config.list_field);
      if (!Array.isArray(list)) return [{ kind: "unreadable", field: config.list_field }];
      return list.map((body) => readOne({ query: callback.query, body }));
    },
  };
}

/**
 * All that is kept of a callback's words: what the operator's own pattern matched, without digits. When a report
 * comes the message's code is long forgotten, so nothing could be masked: what might hold it is not kept.
 */
function wordOf(matched: string): string {
  return matched
    .replace(/\p{Nd}/gu, "*")
    .replace(/\p{Cc}|\p{Cs}/gu, " ")
    .slice(0, WORD_LENGTH)
    .toWellFormed();
}

/** From the address, the form or the JSON, whichever has the field. */
function fieldOf({ query, body }: Callback, name: string): string | undefined {
  const value = body instanceof URLSearchParams ? body.get(name) : at(body, name);
  const given = typeof value === "string" || typeof value === "boolean" ? trimmed(String(value)) : "";
  return given || trimmed(query.get(name) ?? "") || undefined;
}

/** A field of JSON by its name, or by the names that lead to it: `results.0.status`. */
function at(body: unknown, path: string): unknown {
  const own = (tree: unknown, name: string) =>
    typeof tree === "object" && tree !== null && Object.hasOwn(tree, name)
      ? (tree as Record<string, unknown>)[name]
      : undefined;
  return own(body, path) ?? path.split(".").reduce(own, body);
}
