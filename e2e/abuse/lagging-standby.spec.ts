import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { ask, send } from "#e2e/api.ts";
import { copyOf, discardFolder, promote, withSql } from "#e2e/debian-postgres.ts";
import { answerWith, startOperator } from "#e2e/operator.ts";
import { expectSound } from "#e2e/soundness.ts";
import { startOverTwoPlaces } from "#e2e/two-places.ts";
import { until } from "#e2e/until.ts";

/** More than the 32 values that PostgreSQL writes ahead of a sequence: some ids of what is lost come again. */
const LOST = 60;

test("after failover to a standby that lacked the latest commits, no report is applied to a wrong message", async () => {
  const carrier = await startOperator(answerWith(200, "taken"));
  const { home, primary, ports, gateway } = await startOverTwoPlaces();
  let standby: Awaited<ReturnType<typeof copyOf>> | undefined;
  try {
    const { reportPath } = await (await gateway.desk()).call("providers", "setProvider", {
      name: "carrier",
      kind: "http",
      config: { url: `${carrier.url}/sms`, body: '{"ref":"{{message_id}}","text":"{{text}}"}', reports: {} },
    });
    const [theirs, others] = [await makeAccount(gateway), await makeAccount(gateway)];
    standby = await copyOf(primary, join(home, "standby"), ports[1]);
    await standby.start();
    await withSql(primary, "postgres", async (sql) => {
      await until("the standby has all", async () => {
        const [row] = await sql`
          select 1 from pg_stat_replication where state = 'streaming' and replay_lsn = pg_current_wal_lsn()`;
        return row;
      });
      const [sender] = await sql<{ pid: number }[]>`
        select pid from pg_stat_activity where backend_type = 'walsender'`;
      // From here on commits are told to clients and to no standby.
      process.kill(sender!.pid, "SIGSTOP");
    });

    /** Sends one after the other. @returns the ids, and what the carrier was told as ours. */
    const sendMany = async (account: TestAccount, count: number) => {
      const sent: { id: number; reference: string }[] = [];
      while (sent.length < count) {
        const { status, json } = await send(gateway, account);
        if (status !== 201) continue;
        const body = JSON.parse(carrier.received.at(-1)!.body) as { ref: string };
        sent.push({ id: json.id as number, reference: body.ref });
      }
      return sent;
    };
    const lost = await sendMany(theirs, LOST);
    await primary.kill();
    await promote(standby);
    const again = await sendMany(others, LOST);
    const ids = new Set(lost.map(({ id }) => id));
    const reissued = again.filter(({ id }) => ids.has(id));
    expect(reissued.length, "ids of lost messages were issued again").toBeGreaterThan(0);

    const closed = await gateway.gate("after-failover", "--json");
    expect(closed.code, closed.stderr).toBe(0);
    const [next] = await sendMany(others, 1);
    expect(next!.id).toBeGreaterThan(Math.max(...ids) + 1_000_000);

    for (const { reference } of lost) {
      const answer = await ask(gateway, "GET", `${reportPath}?message_id=${reference}&status=UNDELIV`);
      expect(answer.status).toBe(200);
    }
    // A report of its own reaches each of them.
    const reached = reissued[0]!;
    await ask(gateway, "GET", `${reportPath}?message_id=${reached.reference}&status=UNDELIV`);
    const rows = await withSql(
      standby,
      "gate",
      (sql) => sql<{ id: string; status: string }[]>`
        select id, status from messages where account_id = ${others.id} order by id`,
    );
    expect(rows.filter(({ status }) => status === "failed")).toEqual([
      { id: String(reached.id), status: "failed" },
    ]);
    expect(rows).toHaveLength(LOST + 1);
    await expectSound(gateway);
  } finally {
    await gateway.discard();
    await Promise.all([primary.kill(), standby?.kill()]);
    await carrier.close();
    discardFolder(home);
  }
});
