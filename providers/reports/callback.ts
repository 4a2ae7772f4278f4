import type { CallbackConfig } from "./callback-config.ts";
import { carrierId } from "./carrier-id.ts";
import { at, listOf, type ReportBody, textsOf, unwrapped } from "./field.ts";

/** A delivery report as a provider's callback brings it: whatever stands in the address and in the body. */
export interface Callback {
  /** POST where it is not said. */
  method?: string;
  query: URLSearchParams;
  body: ReportBody;
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
  /** What the provider wants to read when its reports were taken; undefined where anything will do. */
  answer: { body: string; content_type: string } | undefined;
  /** None where the provider only checks that the address is there. */
  read(callback: Callback): CallbackReport[];
}

const WORD_LENGTH = 40;
/** More of a status is not matched: the pattern is the operator's, and may take its time. */
const STATUS_LENGTH = 1_000;
/** How many wrappers a list or a report may stand in without being named. */
const WRAPPERS = 5;

/** The fields of one report, and where the reports stand. */
interface Fields {
  id: string;
  status: string;
  list: string | undefined;
}

export function callbackReader(config: CallbackConfig): CallbackReader {
  const finals = [
    ["delivered", new RegExp(config.delivered, "u")] as const,
    ["failed", new RegExp(config.failed, "u")] as const,
  ];
  // Our ids are digits, so that nothing can be mistaken for a separator.
  const separator = config.id_separator ?? (config.id === "message_id" ? "," : undefined);
  const split = (texts: string[]) =>
    separator === undefined ? texts : texts.flatMap((text) => textsOf(text.split(separator)));
  const named: Fields = { id: config.id_field, status: config.status_field, list: config.list_field };

  /** One status is that of all the ids beside it; several are one for each. */
  const readEntry = (query: URLSearchParams, body: ReportBody, fields: Fields): CallbackReport[] => {
    const look = (name: string) => {
      const found = textsOf(at(body, name));
      return found.length > 0 ? found : textsOf(at(query, name));
    };
    const ids = split(look(fields.id));
    if (ids.length === 0) return [{ kind: "unreadable", field: fields.id }];
    const whole = look(fields.status);
    const statuses = whole.length === 1 ? whole : split(whole);
    const each = statuses.length === 1 && split(statuses).length === ids.length ? split(statuses) : statuses;
    if (each.length !== 1 && each.length !== ids.length)
      return [{ kind: "unreadable", field: fields.status }];
    return ids.map((id, index) => judged(carrierId(id), each[each.length === 1 ? 0 : index]!));
  };

  const judged = (id: string, status: string): CallbackReport => {
    for (const [kind, expression] of finals) {
      const match = expression.exec(status.slice(0, STATUS_LENGTH));
      if (match) return { kind, id, word: wordOf(match[0]) };
    }
    return { kind: "other" };
  };

  /** The reports as far as the fields lead to them from here. */
  const readFrom = (query: URLSearchParams, body: ReportBody): CallbackReport[] => {
    if (named.list !== undefined) {
      const list = listOf(at(body, named.list)) ?? listOf(at(query, named.list));
      if (list) return list.flatMap((entry) => readEntry(query, entry, named));
      if (!Array.isArray(body)) return [{ kind: "unreadable", field: named.list }];
      return body.flatMap((each) => readFrom(query, each));
    }
    const indexed = indexedList(named);
    if (indexed) {
      const list = indexed.list === "" ? body : (at(body, indexed.list) ?? at(query, indexed.list));
      const entries = typeof list === "string" || Array.isArray(list) ? listOf(list) : undefined;
      if (entries) return entries.flatMap((entry) => readEntry(query, entry, indexed));
    }
    if (!Array.isArray(body)) return readEntry(query, body, named);
    return body.flatMap((entry) => readEntry(query, entry, named));
  };

  const looksFinal = (text: string) => textsOf(text).some((word) => judged("", word).kind !== "other");
  const isNamed = (query: URLSearchParams) =>
    Object.values(named).some((name) => name !== undefined && at(query, name) !== undefined);

  /**
   * A carrier checks that the address is there before it uses it. A report whose fields are called otherwise than the
   * configuration says is no such check: it must not be answered as if it had been taken.
   */
  const isPing = ({ method, query, body }: Callback) =>
    method === "HEAD" ||
    (method === "GET" && body === null && !isNamed(query) && ![...query.values()].some(looksFinal));

  return {
    key: config.key,
    id: config.id,
    answer: config.answer,
    read(callback) {
      if (isPing(callback)) return [];
      const first = readFrom(callback.query, callback.body);
      let inner: ReportBody | undefined = callback.body;
      for (let reports = first, level = 0; ; level++) {
        if (reports.some(({ kind }) => kind !== "unreadable")) return reports;
        inner = level < WRAPPERS && inner !== undefined ? unwrapped(inner) : undefined;
        if (inner === undefined) return first;
        reports = readFrom(callback.query, inner);
      }
    },
  };
}

/**
 * Fields that lead through the first entry of one list (`results.0.id` and `results.0.status`, or `0.id` and `0.status`)
 * mean that list: its other entries are reports as well.
 */
function indexedList({ id, status }: Fields): (Fields & { list: string }) | undefined {
  const [, list] = /^(|.*?\.)0\./.exec(id) ?? [];
  if (list === undefined || !status.startsWith(`${list}0.`)) return undefined;
  const rest = (path: string) => path.slice(list.length + "0.".length);
  return { id: rest(id), status: rest(status), list: list.slice(0, -1) };
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
