import { join } from "node:path";

/**
 * The other end of `against.ts`: runs in a checkout of another commit, and makes customers by its code. All that it
 * relies on is that `prepareDatabase`, `makeCustomers` and `closeDatabase` are where they have always been.
 */
const [tree, count] = process.argv.slice(2) as [string, string];
const from = (file: string) => import(join(tree, file));

const { prepareDatabase } = await from("db/ready.ts");
await prepareDatabase(process.env.DATABASE_URL);
const { makeCustomers } = await from("bench/customers.ts");
const customers = await makeCustomers(Number(count));
const { closeDatabase } = await from("runtime/database.ts");
await closeDatabase();
process.send?.(customers, () => process.disconnect());
