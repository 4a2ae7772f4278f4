import { SQL, sql } from "drizzle-orm";
import type { MessageStatus } from "#core/message/message-status.ts";
import { LEAST_ENDING } from "#core/message/number-search.ts";
import type { MessageProblem } from "#core/message/reasons.ts";
import type { NumberGroup } from "#core/routing/operator-numbers.ts";
import type { LogPeriod } from "./message-log-range.ts";

/** Conditions on messages. An undefined property does not restrict them. */
export interface LogFilter {
  /** Undefined for all accounts. */
  accountId?: number | undefined;
  id?: number | undefined;
  number?: string | undefined;
  /** The last digits of the number, at least `LEAST_ENDING`. Beside an id: messages with the one or with the other. */
  ending?: string | undefined;
  statuses?: MessageStatus[] | undefined;
  /** Why they failed, or that they are unknown. */
  problems?: MessageProblem[] | undefined;
  templateId?: number | undefined;
  /** 0 for messages that were tried in the dashboard, without a token. */
  tokenId?: number | undefined;
  language?: 0 | 1 | undefined;
  /** The one that was charged; only beside its account. */
  subscriptionId?: number | undefined;
  providerId?: number | undefined;
  /** Of one mobile operator. */
  numbers?: NumberGroup | undefined;
  /** What the provider answered, as `answerHash` has it. */
  answer?: string | undefined;
  period?: LogPeriod | undefined;
}

export const isProblem = (status: MessageStatus) => status === "failed" || status === "unknown";
const isSettled = (status: MessageStatus) => status === "sent" || status === "delivered";

/** Whether a filter asks for messages by their number or id, which are looked up directly. */
export const isLookUp = ({ id, number, ending }: LogFilter) =>
  id !== undefined || number !== undefined || ending !== undefined;

/** Whether a filter asks for what no index contains, beside the status. */
export const isHidden = ({ subscriptionId, providerId, numbers, answer }: LogFilter) =>
  subscriptionId !== undefined || providerId !== undefined || numbers !== undefined || answer !== undefined;

/** Whether messages must be looked at one by one, in the blocks that may hold some. */
export const needsBlocks = (filter: LogFilter) =>
  !isLookUp(filter) && (isHidden(filter) || (statusesOf(filter)?.some(isSettled) ?? false));

/** The statuses that are wanted: a reason restricts them. Undefined for all. */
export function statusesOf({ statuses, problems }: LogFilter): MessageStatus[] | undefined {
  if (!problems) return statuses;
  const ofProblems = problems.map((problem) => (problem === "unknown" ? "unknown" : "failed"));
  return [...new Set(ofProblems)].filter((status) => !statuses || statuses.includes(status));
}

const NO_TOKEN = 0;
/** As the indexes have it. */
export const TOKEN_COLUMN = sql`coalesce(m.token_id, ${sql.raw(String(NO_TOKEN))})`;

/** All conditions except the time, checked row by row. */
export function matching(filter: LogFilter): SQL {
  const { accountId, id, number, ending, templateId, tokenId, language } = filter;
  return sql`${allOf([
    accountId !== undefined && sql`m.account_id = ${accountId}`,
    id !== undefined && sql`m.id = ${id}`,
    number !== undefined && sql`${endsIn(number)} and m.number = ${number}`,
    ending !== undefined && sql`${endsIn(ending)} and m.number like ${`%${ending}`}`,
    templateId !== undefined &&
      sql`m.template_version_id in (select id from template_versions where template_id = ${templateId})`,
    tokenId !== undefined && sql`${TOKEN_COLUMN} = ${tokenId}`,
    language !== undefined && sql`m.language = ${language}`,
  ])} ${outcomeOf(filter)}`;
}

/** As the index has it, for numbers and endings of digits. */
const endsIn = (digits: string) =>
  sql`right(m.number, ${sql.raw(String(LEAST_ENDING))}) = ${digits.slice(-LEAST_ENDING)}`;

/** A filter without the conditions of `outcomeOf`. */
export const ANY_OUTCOME = {
  subscriptionId: undefined,
  statuses: undefined,
  problems: undefined,
  providerId: undefined,
  numbers: undefined,
  answer: undefined,
} satisfies Partial<LogFilter>;

/** The columns that `outcomeOf` names. */
export const OUTCOME_COLUMNS = sql`m.status, m.problem, m.subscription_id, m.provider_id, m.number, m.provider_response`;

/** By which a provider's answer stands in an address. */
export const answerHash = (response: SQL) =>
  sql`left(encode(sha256(convert_to(coalesce(${response}, ''), 'UTF8')), 'hex'), 16)`;

/** The conditions that are looked at message by message. */
export function outcomeOf({
  statuses,
  problems,
  subscriptionId,
  providerId,
  numbers,
  answer,
}: LogFilter): SQL {
  return allOf([
    statuses && sql`m.status in (${list(statuses)})`,
    problems && sql`m.problem in (${list(problems)})`,
    subscriptionId !== undefined && sql`m.subscription_id = ${subscriptionId}`,
    providerId !== undefined && sql`m.provider_id = ${providerId}`,
    numbers && sql`m.number ~ ${numbers.pattern}`,
    answer !== undefined && sql`${answerHash(sql`m.provider_response`)} = ${answer}`,
  ]);
}

export function allOf(conditions: (SQL | false | undefined)[]): SQL {
  return sql.join(
    conditions.filter((condition) => condition instanceof SQL).map((condition) => sql`and ${condition}`),
    sql` `,
  );
}

export const list = (values: string[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
