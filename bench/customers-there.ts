import { join } from "node:path";

/**
 * Used by `against.ts`: runs in a checkout of another commit and creates customers with its code. It relies only on
 * `prepareDatabase` and `makeCustomers`, which have been in these files since the first bench.
 */
const [tree, count] = process.argv.slice(2) as [string, string];
const from = (file: string) => import(join(tree, file));

const { prepareDatabase } = await from("db/ready.ts");
await prepareDatabase(process.env.DATABASE_URL);
const { makeCustomers } = await from("bench/customers.ts");
const customers = await makeCustomers(Number(count));
// Exits with that commit's connections open: where they are closed differs between commits.
process.send?.(customers, () => process.exit(0));
