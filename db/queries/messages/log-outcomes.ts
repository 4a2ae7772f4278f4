import { type SQL, sql } from "drizzle-orm";
import { type MessageStatus, messageStatuses } from "#core/message/message-status.ts";

/**
 * Outcomes as `log_blocks.outcomes` has them. Each message has two: its status, and its status with its provider. So a
 * status by any provider is one code, and a provider with any status is one for each status.
 */

/** No more statuses than this, ever: codes are stored. */
const ROOM = 16;

const codeOf = (status: MessageStatus, providerId?: number) =>
  messageStatuses.indexOf(status) + (providerId === undefined ? 0 : ROOM * (providerId + 1));

/** The codes that messages with one of these statuses, and of this provider, may have. */
export function outcomeCodes({
  statuses = [...messageStatuses],
  providerId,
}: {
  statuses?: MessageStatus[] | undefined;
  providerId?: number | undefined;
}): SQL {
  const codes = statuses.map((status) => codeOf(status, providerId));
  return sql`${`{${codes.join(",")}}`}::bigint[]`;
}

const ofStatus = sql.join(
  messageStatuses.map((status) => sql`when ${status} then ${sql.raw(String(codeOf(status)))}`),
  sql` `,
);

/** Both codes of a message (`messages m`). */
export const codesOfMessage = {
  status: sql`(case m.status ${ofStatus} end)::bigint`,
  withProvider: sql`(case m.status ${ofStatus} end) + ${sql.raw(String(ROOM))} * (coalesce(m.provider_id, 0) + 1)::bigint`,
};
