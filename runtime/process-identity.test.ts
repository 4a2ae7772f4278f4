import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
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

// Ends the first thread of the process only: exit(2) by its number.
const halfDead = `
import ctypes, platform, threading, time
threading.Thread(target=time.sleep, args=(600,)).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[platform.machine()], 0)`;

test.runIf(existsSync("/proc/self/ns/pid"))(
  "a process whose first thread has ended holds its connections for as long as another one lives",
  async () => {
    const child = spawn("/usr/bin/python3", ["-c", halfDead]);
    const stat = () => readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    await expect.poll(() => stat()[0]).toBe("Z");
    const [boot, namespace] = processIdentity()!.split(" ");
    const identity = [boot, namespace, child.pid, stat()[19]].join(" ");
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
