import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

const BEARERBOX = "/usr/sbin/bearerbox";
const SMSBOX = "/usr/sbin/smsbox";

/** What is missing of Kannel; undefined if it is installed. */
export function missingKannel(): string | undefined {
  const missing = [BEARERBOX, SMSBOX].filter((file) => !existsSync(file));
  return missing.length > 0 ? `${missing.join(" and ")} missing: apt-get install kannel` : undefined;
}

/** Debian's Kannel with one carrier that speaks SMPP, and its HTTP interface for one user. */
export interface Kannel {
  /** Where `sendsms` is asked. */
  url: string;
  user: string;
  password: string;
  output(): string;
  stop(): Promise<void>;
}

/**
 * @param smsc the port of the carrier's SMSC on the loopback.
 * @param window submits without an answer; Kannel's own is 10.
 * @param quiet says nothing but errors.
 * @param onDisk keeps its queue in a file for each message, instead of in memory alone.
 */
export async function startKannel(
  smsc: number,
  { window = 10, quiet = false, onDisk = false }: { window?: number; quiet?: boolean; onDisk?: boolean } = {},
): Promise<Kannel> {
  const home = mkdtempSync(join(tmpdir(), "aman-gate-kannel-"));
  const [admin, box, http] = await Promise.all([freePort(), freePort(), freePort()]);
  const user = "gate";
  const password = "p&ss w+rd";
  const configuration = join(home, "kannel.conf");
  const spool = onDisk ? mkdtempSync(join(home, "spool-")) : null;
  writeFileSync(configuration, configurationOf({ admin, box, http, smsc, window, user, password, spool }));
  const log = join(home, "output.log");
  const boxes = [launch(BEARERBOX, configuration, log, quiet)];
  const stop = async () => {
    for (const each of boxes.reverse()) await end(each);
    rmSync(home, { recursive: true, force: true });
  };
  const output = () => readFileSync(log, "utf8");
  try {
    await until("bearerbox listens", () => listens(box), 20_000);
    boxes.push(launch(SMSBOX, configuration, log, quiet));
    await until("smsbox listens", () => listens(http), 20_000);
  } catch (error) {
    const said = output();
    await stop();
    throw new Error(`Kannel did not start: ${said.slice(-3_000)}`, { cause: error });
  }
  return { url: `http://127.0.0.1:${http}`, user, password, output, stop };
}

interface Setup {
  admin: number;
  box: number;
  http: number;
  smsc: number;
  window: number;
  user: string;
  password: string;
  spool: string | null;
}

const configurationOf = ({ admin, box, http, smsc, window, user, password, spool }: Setup) => `
group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = ${box}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
dlr-storage = internal
${spool === null ? "" : `store-type = spool\nstore-location = "${spool}"`}

group = smsc
smsc = smpp
smsc-id = carrier
host = 127.0.0.1
port = ${smsc}
transceiver-mode = true
smsc-username = kannel
smsc-password = hush
system-type = ""
interface-version = 34
reconnect-delay = 1
max-pending-submits = ${window}

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${box}
sendsms-port = ${http}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = ${user}
password = "${password}"
concatenation = true
max-messages = 5
`;

function launch(program: string, configuration: string, log: string, quiet: boolean): ChildProcess {
  const child = spawn(program, ["-v", quiet ? "3" : "1", configuration], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const file = createWriteStream(log, { flags: "a" });
  child.stdout!.pipe(file, { end: false });
  child.stderr!.pipe(file, { end: false });
  const abandon = () => child.kill("SIGKILL");
  process.once("exit", abandon);
  child.once("exit", () => process.off("exit", abandon));
  return child;
}

/** Kannel takes its time to end, and has nothing to lose here. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
  });
}
