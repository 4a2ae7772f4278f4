import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { hasEnded, processIdentity } from "./process-identity.ts";

const script = `
  import { processIdentity } from ${JSON.stringify(new URL("./process-identity.ts", import.meta.url).href)};
  process.stdout.write(processIdentity());
  setInterval(() => {}, 1000);`;

test.runIf(existsSync("/proc/self/ns/pid"))(
  "a process is known to have ended when it has, and not before",
  async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
    const [bytes] = await once(child.stdout, "data");
    const identity = String(bytes);
    expect(hasEnded(identity)).toBe(false);
    child.kill("SIGSTOP");
    expect(hasEnded(identity)).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(hasEnded(identity)).toBe(true);
  },
);

test.runIf(existsSync("/proc/self/ns/pid"))(
  "another process with the id of one that ended is not that one",
  () => {
    const own = processIdentity()!;
    const [boot, namespace, pid, started] = own.split(" ");
    expect(hasEnded(own)).toBe(false);
    expect(hasEnded([boot, namespace, pid, Number(started) - 1].join(" "))).toBe(true);
  },
);

test.each(["", "another-boot pid:[1] 1 1", "x y"])("nothing is concluded from %j", (identity) => {
  expect(hasEnded(identity)).toBe(false);
});
