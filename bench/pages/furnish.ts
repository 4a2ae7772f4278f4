import postgres from "postgres";
import { prepareDatabase } from "#db/ready.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { databaseUrl } from "#runtime/env.ts";
import { countRecentHours } from "#services/figures/message-counts.ts";
import { writeLogBlocks } from "#services/upkeep/log-blocks.ts";
import { createUser } from "#services/users/users.ts";
import { actor, makeCustomers } from "../customers.ts";
import type { Furnishing, Inhabitants } from "./home.ts";
import { fillMessageLog, makeVersions } from "./message-log.ts";

const PASSWORD = "correct-horse-battery";
/** So many accounts have many templates. */
const RICH_ACCOUNTS = 10;

/** Used by `home.ts`. */
process.once("message", async ({ messages, accounts, templates }: Furnishing) => {
  await prepareDatabase(databaseUrl());
  const [customer, ...others] = await makeCustomers(accounts);
  const { accountId } = customer!;
  const [developer, admin] = ["developer@example.com", "admin@example.com"];
  await createUser(actor, { email: developer, role: "developer", accountId, password: PASSWORD });
  await createUser(actor, { email: admin, role: "admin", password: PASSWORD });
  const sql = postgres(databaseUrl(), { max: 1, onnotice: () => {} });
  for (const other of others.slice(0, RICH_ACCOUNTS)) await makeVersions(sql, other.accountId, templates);
  await fillMessageLog(sql, customer!, others, messages);
  await sql`vacuum (analyze)`;
  await sql.end();
  await writeLogBlocks();
  await countRecentHours();
  await closeDatabase();
  process.send?.({ accountId, developer, admin, password: PASSWORD } satisfies Inhabitants, () =>
    process.disconnect(),
  );
});
