import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import type { SmscCounts, SmscOrder } from "./smsc.ts";

/** The SMSC's process. */
export interface Carrier {
  port: number;
  ask(order?: SmscOrder): Promise<SmscCounts>;
  stop(): void;
}

export async function startCarrier(): Promise<Carrier> {
  const child: ChildProcess = fork(join(import.meta.dirname, "smsc.ts"), { execArgv: [] });
  const answer = async <T>() => (await once(child, "message"))[0] as T;
  const { port } = await answer<{ port: number }>();
  return {
    port,
    ask(order = {}) {
      const answered = answer<SmscCounts>();
      child.send(order);
      return answered;
    },
    stop: () => child.kill(),
  };
}

/** submit_sm without a text to speak of, and without a receipt. */
const SUBMIT = Buffer.concat([
  Buffer.alloc(16),
  Buffer.from("\0\x05\0Bench\0\x01\x01963944000000\0\0\0\0\0\0\0\0\0\0\x04Code", "latin1"),
]);
SUBMIT.writeUInt32BE(SUBMIT.length, 0);
SUBMIT.writeUInt32BE(4, 4);
SUBMIT.writeUInt32BE(1, 12);

/** What the SMSC takes a second of one connection with a window of 50 that does nothing but submit. */
export async function mostOf({ port, ask }: Carrier, ms: number): Promise<number> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await once(socket, "connect");
  const window = (count: number) => socket.write(Buffer.concat(Array.from({ length: count }, () => SUBMIT)));
  let bytes = 0;
  let answerLength = 0;
  socket.on("data", (chunk: Buffer) => {
    // Ids grow, and so do answers; the first one's length is near enough to keep the window filled.
    answerLength ||= chunk.readUInt32BE(0);
    bytes += chunk.length;
    const answers = Math.floor(bytes / answerLength);
    bytes -= answers * answerLength;
    if (answers > 0) window(answers);
  });
  const before = await ask();
  window(50);
  await new Promise((resolve) => setTimeout(resolve, ms));
  const after = await ask();
  socket.destroy();
  return ((after.submits - before.submits) / (after.at - before.at)) * 1_000;
}
