import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withLock } from "./lock.ts";

const folder = mkdtempSync(join(tmpdir(), "aman-gate-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the lock", () => {
  it("admits one at a time, and the next one even after a failure", async () => {
    const file = join(folder, "one");
    let inside = 0;
    let most = 0;
    const work = async (fails: boolean) => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      if (fails) throw new Error("failed");
    };
    const results = await Promise.allSettled(
      [true, false, true, false].map((fails) => withLock(file, () => work(fails))),
    );
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "fulfilled"]);
    expect(most).toBe(1);
  });

  it("is free again as soon as the process that held it is killed", async () => {
    const file = join(folder, "killed");
    const source = `
      import { withLock } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
      withLock(${JSON.stringify(file)}, () => new Promise(() => { console.log("held"); setInterval(() => {}, 1e6); }));`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", source]);
    await once(holder.stdout, "data");
    await expect(
      withLock(file, async () => "in", { signal: AbortSignal.timeout(200) }),
    ).rejects.toMatchObject({ name: "AbortError" });
    holder.kill("SIGKILL");
    expect(await withLock(file, async () => "in")).toBe("in");
  });
});
