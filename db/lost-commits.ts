import type { TransactionSql } from "postgres";
import { sequencesOf } from "./copy.ts";

/**
 * How many ids are left out. What was committed and is lost (after the backup, or before a standby took over) gave ids
 * to customers, to carriers and to browsers; they must not come again for something else. Far more than a gateway
 * gives in between, and few enough that 32-bit ids last for thousands of restores, and clients that read a message's
 * id as 32 bits for two hundred.
 */
const SKIPPED = { messages: 10_000_000n, others: 100_000n };

/** So far ahead that no version which was given out and lost comes again soon. */
const SKIPPED_VERSIONS = 1_000;

/** What was ended or left out, for the operator to read. */
export interface ClosedGap {
  sequences: number;
  sessions: number;
  links: number;
}

/**
 * Makes a database that lost its latest commits safe to go on with: ids of the lost rows are not issued again, every
 * session ends (a lost one may have been ended for a reason), and links that set a password stop working (a lost one
 * may have been used).
 */
export async function closeGap(tx: TransactionSql): Promise<ClosedGap> {
  const sequences = await sequencesOf(tx);
  for (const { name } of sequences) {
    const skipped = name === "messages_id_seq" ? SKIPPED.messages : SKIPPED.others;
    // A sequence that is at work meanwhile only moves further ahead.
    await tx`
      select setval(${name}::regclass, least(nextval(${name}::regclass) + ${String(skipped)}::bigint,
        (select seqmax from pg_sequence where seqrelid = ${name}::regclass)))`;
  }
  const ended = await tx`delete from sessions`;
  await tx`update users set session_version = session_version + ${SKIPPED_VERSIONS}`;
  const links = await tx`update user_links set used_at = now() where used_at is null`;
  return { sequences: sequences.length, sessions: ended.count, links: links.count };
}
