import { expect } from "@playwright/test";
import type { Gateway } from "./gateway.ts";
import type { Load } from "./load.ts";

/** The ledger agrees with the messages, and nothing else is out of order. */
export async function expectSound(gateway: Gateway): Promise<void> {
  const doctor = await gateway.gate("doctor", "--json");
  expect(doctor.json(), doctor.stdout).toMatchObject({ ok: true });
  expect(doctor.code).toBe(0);
}

/** What a client was told with a 201 is in the log, and stands. */
export async function expectEvery201InTheLog(gateway: Gateway, load: Load): Promise<void> {
  const promised = load.answers.filter(({ status }) => status === 201).map(({ json }) => json.id as number);
  expect(promised.length).toBeGreaterThan(0);
  const sql = await gateway.sql();
  const kept = await sql<{ id: string; status: string }[]>`
    select id, status from messages where id = any(${promised}::bigint[])`;
  expect(kept.length).toBe(promised.length);
  expect(kept.filter(({ status }) => status !== "sent" && status !== "delivered")).toEqual([]);
}
