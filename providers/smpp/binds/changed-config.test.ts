import { describe, expect, test } from "vitest";
import { made, NUMBER, smsc, until } from "../test-provider.ts";
import { receiptFields } from "../test-smsc.ts";

describe("a changed configuration", () => {
  test("without a difference keeps its binds", async () => {
    const carrier = await smsc();
    const before = made(carrier.port);
    await before.send();
    const after = made(carrier.port, {}, before.provider);
    expect(await after.send()).toMatchObject({ kind: "accepted" });
    expect(await before.send()).toMatchObject({ kind: "accepted" });
    await before.provider.close();
    carrier.sessions[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
    await until(() => after.reports.length === 1);
    expect(carrier.sessions).toHaveLength(1);
  });

  test("drains and unbinds the old ones first, and waiting sends use the new ones", async () => {
    let most = 0;
    const carrier = await smsc({
      onBind: () => {
        most = Math.max(most, carrier.bound().length);
        return 0;
      },
      onSubmit: () => "silent",
    });
    const before = made(carrier.port, { window: 1 });
    const [out, waits] = [before.send(), before.send()];
    await until(() => carrier.submits.length === 1);
    const after = made(carrier.port, { system_id: "other" }, before.provider);
    const next = after.send();
    carrier.script.onSubmit = () => "new";
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "old" });
    expect(await Promise.all([out, waits, next])).toMatchObject([
      { kind: "accepted", ref: "old" },
      { kind: "accepted", ref: "new" },
      { kind: "accepted", ref: "new" },
    ]);
    expect(carrier.sessions.map(({ systemId }) => systemId)).toEqual(["gate", "other"]);
    expect(most).toBe(0);
    await before.provider.close();
    expect(await before.send()).toMatchObject({ kind: "accepted", ref: "new" });
  });
});
