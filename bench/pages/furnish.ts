import postgres from "postgres";
import { prepareDatabase } from "#db/ready.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { databaseUrl } from "#runtime/env.ts";
import { writeLogBlocks } from "#services/upkeep/log-blocks.ts";
import { createUser } from "#services/users/users.ts";
import { actor, makeCustomers } from "../customers.ts";
import type { Furnishing, Inhabitants } from "./home.ts";
import { fillMessageLog } from "./message-log.ts";

const PASSWORD = "correct-horse-battery";

/** Used by `home.ts`. */
process.once("message", async ({ messages }: Furnishing) => {
  await prepareDatabase(databaseUrl());
  const [customer] = await makeCustomers(1);
  const { accountId } = customer!;
  const [developer, admin] = ["developer@example.com", "admin@example.com"];
  await createUser(actor, { email: developer, role: "developer", accountId, password: PASSWORD });
  await createUser(actor, { email: admin, role: "admin", password: PASSWORD });
  const sql = postgres(databaseUrl(), { max: 1, onnotice: () => {} });
  await fillMessageLog(sql, customer!, messages);
  await sql.end();
  await writeLogBlocks();
  await closeDatabase();
  process.send?.({ accountId, developer, admin, password: PASSWORD } satisfies Inhabitants, () =>
    process.disconnect(),
  );
});
