import type { z } from "zod";

/**
 * What may be wrong with a setting of a provider, as a closed set of codes. The schemas of the configurations speak
 * English, for the command line; forms show the code's text in the reader's language.
 */
const ownWords: Record<string, string> = {
  "has a character that is not ASCII": "ascii",
  "is not the name or the address of a host": "host",
  "is not the name of a host": "host",
  "is not a command status, such as 0x0b": "command_status",
  "is not a number and has more than 11 characters": "sender_form",
  "must be a number, or at most 11 ASCII characters": "sender_form",
  "needs tls": "needs_tls",
  "and id_response must both be text, or both be numbers": "ids_alike",
  "must be whole certificates in PEM and nothing else": "certificates",
  "is not 64 hexadecimal digits": "fingerprint",
  "another certificate than the pinned one": "fingerprint",
  'can only be "plain"': "only_plain",
  "needs https: in url": "needs_https",
  "needs https: in base_url": "needs_https",
  "is provider_id, so id_pattern must say how to read the provider's id": "needs_id_pattern",
  "has {{provider_id}}, so id_pattern must say how to read the provider's id": "needs_id_pattern",
  "is message_id, so the request must carry {{message_id}} for the provider to send back": "needs_message_id",
  "is needed, as the request carries {{report_url}}": "needs_reports",
  "must carry {{provider_id}} or {{message_id}}: it asks for one message": "names_no_message",
  "is not a regular expression": "pattern",
  "must be a pattern, or a list of them": "pattern",
  'is not a range of statuses, such as "4xx" or "200-204"': "status_range",
  "needs status or body_pattern": "answer_condition",
  "must be the address of an HTTP proxy, such as http://10.8.0.2:3128": "proxy",
  'must be a text, or {"arabic": …, "english": …}, or {"gsm": …, "ucs2": …}': "variants",
  "is not the name of a header": "header_name",
  "is set by the gateway itself": "own_header",
  "has a line break": "line_break",
  "has a line break or another control character": "line_break",
  "has a blank or a line break": "line_break",
  "is too long or has a line break": "line_break",
  "must be close or keep-alive": "connection_header",
  "must start with http:// or https:// and a host without placeholders": "url",
  "is not an address: its host or its port cannot be used": "url",
  "needs a body": "needs_body",
  "matches any text; name the provider's own words": "matches_all",
  "is not a media type, such as text/plain": "media_type",
  "must not have letters or digits": "separator",
  "must be an address without a path, such as http://10.8.0.1:3000": "origin",
  "must be an address without user and query, such as http://10.8.0.2:13013": "address",
  "begins or ends with a blank": "outer_blank",
  "is not the name of a parameter": "parameter",
  "is not the path of a page": "page",
  "is empty": "required",
  "is needed": "required",
  "is not the id of a template": "template_id",
  "must have {{code}}, once": "code_once",
  "must have no braces but {{code}}": "code_once",
  "must not have {{": "braces",
  "needs a code for arabic or for english": "needs_code",
  "needs a text that is final": "needs_final",
  "counts for nothing, as mode is text": "mode_text",
  "must be a short text, such as 0": "short_text",
  "is no blank of it": "unknown_setting",
  unreadable: "unreadable",
};

/** The same for texts that name something. */
const withNames: [RegExp, string][] = [
  [/^has an unknown placeholder (\{\{.*\}\})$/s, "placeholder"],
  [/^(\{\{\w+\}\}) must not stand in the path/, "placeholder_path"],
  [/^(\{\{\w+\}\}) /, "placeholder_place"],
  [/^certificate (\d+) cannot be read$/, "certificate"],
  [/^cannot be plain, as the body is (.+)$/, "not_plain"],
  [/^must be an address without user, query and placeholders/, "address"],
];

/** All codes, each of which has a text in both languages. */
export const configProblems = [
  ...new Set([
    ...Object.values(ownWords),
    ...withNames.map(([, code]) => code),
    ...["required", "whole_number", "number", "text", "list", "one_of", "unknown_setting", "unfit"],
    ...["at_least", "at_most", "at_least_long", "at_most_long", "at_least_many", "at_most_many"],
  ]),
].sort();

/** As much of a problem as fits into one text: its code, what it names, and where in the setting it is. */
export interface ConfigProblem {
  code: string;
  value: string;
  place: string;
}

/** In a form's answer a problem is a text, as those of other fields are. */
export function writeConfigProblem({ code, value, place }: ConfigProblem): string {
  return JSON.stringify([code, value, place]);
}

/** Null for what is not such a text. */
export function readConfigProblem(text: string): ConfigProblem | null {
  if (!text.startsWith("[")) return null;
  const [code, value, place] = JSON.parse(text) as string[];
  return { code: code!, value: value!, place: place! };
}

/** A problem that a schema's own rule names. */
export function problemOfWords(words: string): Omit<ConfigProblem, "place"> {
  const own = Object.hasOwn(ownWords, words) ? ownWords[words] : undefined;
  if (own) return { code: own, value: "" };
  for (const [pattern, code] of withNames) {
    const found = pattern.exec(words);
    if (found) return { code, value: found[1] ?? "" };
  }
  return { code: "unfit", value: "" };
}

/** A problem that the schema library names by itself, or by our words. */
export function problemOfIssue(issue: z.core.$ZodIssue): Omit<ConfigProblem, "place"> {
  if (issue.code === "custom") return problemOfWords(issue.message);
  const own = problemOfWords(issue.message);
  if (own.code !== "unfit") return own;
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined && issue.message.includes("undefined")) {
        return { code: "required", value: "" };
      }
      return { code: typeCodes[issue.expected] ?? "unfit", value: "" };
    case "too_small":
      if (issue.origin === "string" && issue.minimum === 1) return { code: "required", value: "" };
      return { code: `at_least${lengths[issue.origin] ?? ""}`, value: String(issue.minimum) };
    case "too_big":
      return { code: `at_most${lengths[issue.origin] ?? ""}`, value: String(issue.maximum) };
    case "invalid_value":
      return { code: "one_of", value: issue.values.map(String).join(", ") };
    case "unrecognized_keys":
      return { code: "unknown_setting", value: issue.keys.join(", ") };
    case "invalid_key":
    case "invalid_element":
      return issue.issues[0] ? problemOfIssue(issue.issues[0]) : { code: "unfit", value: "" };
    case "invalid_union": {
      const [first] = issue.errors.flat();
      return first ? problemOfIssue(first) : { code: "unfit", value: "" };
    }
    default:
      return { code: "unfit", value: "" };
  }
}

const typeCodes: Record<string, string> = {
  int: "whole_number",
  number: "number",
  string: "text",
  array: "list",
  object: "list",
  record: "list",
};

/** What is counted. */
const lengths: Record<string, string> = { string: "_long", array: "_many", set: "_many" };
