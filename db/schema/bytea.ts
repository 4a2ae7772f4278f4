import { customType } from "drizzle-orm/pg-core";

/** PostgreSQL's bytea, for which Drizzle has no column type. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
