import { join } from "node:path";
import { foreignFolder, initialise, type Server, withSql } from "./debian-postgres.ts";
import { freePort } from "./free-port.ts";
import { type Gateway, startGateway } from "./gateway.ts";

/**
 * A gateway whose database has two places: a primary that runs at the first, and the port of the second for a standby.
 * `home` is where their folders belong.
 */
export async function startOverTwoPlaces(): Promise<{
  home: string;
  primary: Server;
  ports: [number, number];
  gateway: Gateway;
}> {
  const home = foreignFolder();
  const [one, two] = [await freePort(), await freePort()];
  const primary = await initialise(join(home, "primary"), one);
  await primary.start();
  await withSql(primary, "postgres", (sql) => sql`create database gate`);
  const gateway = await startGateway({
    env: {
      DATABASE_URL: `postgres://gate@127.0.0.1:${one},127.0.0.1:${two}/gate?target_session_attrs=read-write`,
      APP_SECRET: "a secret of the test's own, long enough",
      LOG_LEVEL: "error",
    },
  });
  return { home, primary, ports: [one, two], gateway };
}
