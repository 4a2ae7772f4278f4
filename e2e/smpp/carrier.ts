import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Gateway } from "#e2e/gateway.ts";

export const PASSWORD = "hush-hush";

/** Sets a carrier by SMPP on the command line. */
export async function setSmppCarrier(
  gateway: Gateway,
  name: string,
  port: number,
  more: object = {},
): Promise<void> {
  const file = join(gateway.dataDir, `${name}.json`);
  const config = { host: "127.0.0.1", port, system_id: "gate", password: PASSWORD, sender: "Aman" };
  writeFileSync(file, JSON.stringify({ ...config, ...more }));
  const set = await gateway.gate("provider", "set", "--name", name, "--kind", "smpp", "--file", file);
  expect([set.code, set.stderr]).toEqual([0, ""]);
}

/** The process that has a carrier's slot. */
export interface SlotOwner {
  slot: number;
  pid: number;
  state: string;
}

export async function slotOwners(gateway: Gateway): Promise<SlotOwner[]> {
  const sql = await gateway.sql();
  const rows = await sql<{ slot: number; process: string | null; state: string }[]>`
    select slot, process, state from binds where owner is not null order by provider_id, slot`;
  // The identity of a process: boot, namespace, id, start.
  return rows.map(({ slot, process, state }) => ({ slot, state, pid: Number(process?.split(" ")[2]) }));
}
