import { readFileSync, readlinkSync } from "node:fs";

/**
 * What tells this process from every other one, before and after it, on its machine: the boot, the namespace of process
 * ids (a container's), the id and when it started. Null where the system does not say so.
 */
export function processIdentity(): string | null {
  try {
    return [machine(), process.pid, statOf(process.pid).started].join(" ");
  } catch {
    return null;
  }
}

/** The id of the process in this identity, as its machine lists it. */
export const pidIn = (identity: string): string => identity.split(" ")[2] ?? "";

/**
 * Whether the process of this identity has certainly ended: it ran on this machine, since it was last started, and is
 * not there. False for processes of other machines and containers.
 */
export function hasEnded(identity: string): boolean {
  try {
    const [boot, namespace, , started] = identity.split(" ");
    const pid = pidIn(identity);
    if (`${boot} ${namespace}` !== machine()) return false;
    if (!exists(Number(pid))) return true;
    const now = statOf(Number(pid));
    // A zombie holds no connection any more, once the last of its threads has ended too: they share them.
    return now.started !== started || (now.state === "Z" && now.threads <= 1);
  } catch {
    // Where /proc hides the processes of other users nothing can be told of one that exists.
    return false;
  }
}

function machine(): string {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== "ESRCH";
  }
}

/** proc_pid_stat(5): fields 3, 20 and 22. The second one, the program's name, may contain anything. */
function statOf(pid: number): { state: string; threads: number; started: string } {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)!.split(" ");
  return { state: fields[0]!, threads: Number(fields[17]), started: fields[19]! };
}
