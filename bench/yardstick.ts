import postgres from "postgres";
import type { Customer } from "./customers.ts";

/**
 * What pgbench would do with two plain statements per send: one charges the credit, one inserts the message, each in
 * its own durable commit, with one connection per client. It does not authorise, deliver, settle or use HTTP. It is
 * prepared by postgres.js as in the product, so the client costs more CPU than pgbench's C. Table and indexes are the
 * product's.
 */
export async function twoStatements(
  databaseUrl: string,
  connections: number,
  customers: Customer[],
  isOver: () => boolean,
  note: (took: number) => void,
): Promise<void> {
  let turn = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const sql = postgres(databaseUrl, { max: 1, fetch_types: false });
      while (!isOver()) {
        const { accountId, subscriptionId, versionId, tokenId, number } =
          customers[turn++ % customers.length]!;
        const started = performance.now();
        await sql`update subscriptions set used = used + 1 where id = ${subscriptionId}`;
        await sql`
          insert into messages (account_id, subscription_id, template_version_id, token_id, language,
            code_length, segments, credits, number, status, settled_at)
          values (${accountId}, ${subscriptionId}, ${versionId}, ${tokenId}, 1, 6, 1, 1, ${number}, 'sent', now())`;
        note(performance.now() - started);
      }
      await sql.end();
    }),
  );
}
