import type { TransactionSql } from "postgres";
import { sequencesOf } from "./copy.ts";

/**
 * How many ids are skipped. Rows that were committed and then lost (after the backup, or before a standby took over)
 * gave ids to customers, carriers and browsers, which must not be issued again for something else. The numbers are far
 * larger than what a gateway issues in between, and small enough that 32-bit ids last for thousands of restores, and
 * clients that read a message's id as 32 bits for two hundred.
 */
const SKIPPED = { messages: 10_000_000n, others: 100_000n };

/** Added to session versions, so that no version that was issued and lost is reached again soon. */
const SKIPPED_VERSIONS = 1_000;

/** What was ended and skipped, reported to the operator. */
export interface ClosedGap {
  sequences: number;
  sessions: number;
  links: number;
}

/**
 * Makes a database that lost its latest commits safe to use: ids of the lost rows are not issued again, every session
 * ends (a lost commit may have ended one for a reason), and links that set a password stop working (a lost commit may
 * have used one). Mails that wait are dropped: they hold such links, or may have been sent.
 */
export async function closeGap(tx: TransactionSql): Promise<ClosedGap> {
  const sequences = await sequencesOf(tx);
  for (const { name } of sequences) {
    const skipped = name === "messages_id_seq" ? SKIPPED.messages : SKIPPED.others;
    // Safe while the sequence is in use: concurrent calls only move it further ahead.
    await tx`
      select setval(${name}::regclass, least(nextval(${name}::regclass) + ${String(skipped)}::bigint,
        (select seqmax from pg_sequence where seqrelid = ${name}::regclass)))`;
  }
  const ended = await tx`delete from sessions`;
  await tx`update users set session_version = session_version + ${SKIPPED_VERSIONS}`;
  const links = await tx`update user_links set used_at = now() where used_at is null`;
  await tx`delete from mails`;
  return { sequences: sequences.length, sessions: ended.count, links: links.count };
}
