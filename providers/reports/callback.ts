import type { CallbackConfig } from "./callback-config.ts";
import { carrierId } from "./carrier-id.ts";
import { at, listOf, type ReportBody, textsOf, unwrapped } from "./field.ts";
import { finalStates, STATUS_LENGTH } from "./final-words.ts";
import { intermediateWord } from "./status-words.ts";

/** A provider's callback: the query and the body of its request. */
export interface Callback {
  /** POST by default. */
  method?: string;
  query: URLSearchParams;
  body: ReportBody;
}

/** One report of a callback, as far as it can be read. */
export type CallbackReport =
  | { kind: "delivered" | "failed"; id: string; word: string }
  /** A known state in between, which is noted and changes nothing. */
  | { kind: "intermediate"; id: string; word: string }
  /** Any other state. */
  | { kind: "other" }
  /** A configured field is missing. */
  | { kind: "unreadable"; field: string };

/** Reads the callbacks of a provider with this configuration. */
export interface CallbackReader {
  /** Part of the signed address: another key gives another address. */
  key: number;
  /** Which id a report contains: ours, echoed by the provider, or the provider's own. */
  id: "message_id" | "provider_id";
  /** The response body that the provider expects; undefined if any will do. */
  answer: { body: string; content_type: string } | undefined;
  /** Empty if the provider only checks that the address exists. */
  read(callback: Callback): CallbackReport[];
}

/** How many unnamed wrappers a list or a report may be nested in. */
const WRAPPERS = 5;

/** The fields of one report, and where the reports are. */
interface Fields {
  id: string;
  status: string;
  list: string | undefined;
}

export function callbackReader(config: CallbackConfig): CallbackReader {
  const finalState = finalStates(config);
  // Our ids consist of digits, so anything else is a separator.
  const separator = config.id_separator ?? (config.id === "message_id" ? "," : undefined);
  const split = (texts: string[]) =>
    separator === undefined ? texts : texts.flatMap((text) => textsOf(text.split(separator)));
  const named: Fields = { id: config.id_field, status: config.status_field, list: config.list_field };

  /** A single status applies to all ids; several statuses apply to one id each. */
  const readEntry = (query: Query, body: ReportBody, fields: Fields): CallbackReport[] => {
    const look = (name: string) => {
      const found = textsOf(at(body, name));
      return found.length > 0 ? found : query.texts(name);
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
    const final = finalState(status);
    if (final) return { ...final, id };
    const word = intermediateWord(status.slice(0, STATUS_LENGTH));
    return word === null ? { kind: "other" } : { kind: "intermediate", id, word };
  };

  /** The reports that the fields lead to from here. */
  const readFrom = (query: Query, body: ReportBody): CallbackReport[] => {
    if (named.list !== undefined) {
      const list = listOf(at(body, named.list)) ?? listOf(at(query.params, named.list));
      if (list) return list.flatMap((entry) => readEntry(query, entry, named));
      if (!Array.isArray(body)) return [{ kind: "unreadable", field: named.list }];
      return body.flatMap((each) => readFrom(query, each));
    }
    const indexed = indexedList(named);
    if (indexed) {
      const list = indexed.list === "" ? body : (at(body, indexed.list) ?? at(query.params, indexed.list));
      const entries = typeof list === "string" || Array.isArray(list) ? listOf(list) : undefined;
      if (entries) return entries.flatMap((entry) => readEntry(query, entry, indexed));
    }
    if (!Array.isArray(body)) return readEntry(query, body, named);
    return body.flatMap((entry) => readEntry(query, entry, named));
  };

  const looksLikeReport = (text: string) => textsOf(text).some((word) => "id" in judged("", word));
  const isNamed = (query: URLSearchParams) =>
    Object.values(named).some((name) => name !== undefined && at(query, name) !== undefined);

  /**
   * Whether the carrier only checks that the address exists before using it. A report whose fields have other names
   * than configured is not such a check: it must not be acknowledged.
   */
  const isPing = ({ method, query, body }: Callback) =>
    method === "HEAD" ||
    (method === "GET" && body === null && !isNamed(query) && ![...query.values()].some(looksLikeReport));

  return {
    key: config.key,
    id: config.id,
    answer: config.answer,
    read(callback) {
      if (isPing(callback)) return [];
      const query = queryOf(callback.query);
      const first = readFrom(query, callback.body);
      let inner: ReportBody | undefined = callback.body;
      for (let reports = first, level = 0; ; level++) {
        if (reports.some(({ kind }) => kind !== "unreadable")) return reports;
        inner = level < WRAPPERS && inner !== undefined ? unwrapped(inner) : undefined;
        if (inner === undefined) return first;
        reports = readFrom(query, inner);
      }
    },
  };
}

/** The query of a callback. Its fields are looked up once, not again for each entry of a long list. */
interface Query {
  params: URLSearchParams;
  texts(name: string): string[];
}

function queryOf(params: URLSearchParams): Query {
  const known = new Map<string, string[]>();
  return {
    params,
    texts(name) {
      let texts = known.get(name);
      if (!texts) {
        texts = textsOf(at(params, name));
        known.set(name, texts);
      }
      return texts;
    },
  };
}

/**
 * Fields that lead through the first entry of one list (`results.0.id` and `results.0.status`, or `0.id` and
 * `0.status`) mean the whole list: its other entries are reports as well.
 */
function indexedList({ id, status }: Fields): (Fields & { list: string }) | undefined {
  const [, list] = /^(|.*?\.)0\./.exec(id) ?? [];
  if (list === undefined || !status.startsWith(`${list}0.`)) return undefined;
  const rest = (path: string) => path.slice(list.length + "0.".length);
  return { id: rest(id), status: rest(status), list: list.slice(0, -1) };
}
