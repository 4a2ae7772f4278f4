import { connect } from "node:net";

/** A response's status, or undefined while it is incomplete. Node writes a length, Next writes chunks. */
function completeStatus(received: string): number | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, end + 2))?.[1];
  const complete =
    length === undefined ? received.endsWith("\r\n0\r\n\r\n") : received.length >= end + 4 + Number(length);
  return complete ? Number(received.slice(9, 12)) : undefined;
}

export interface Exchange {
  /** The next request, or null to stop. */
  next(): Buffer | null;
  done(status: number, ms: number, answer: string): void;
}

/**
 * One keep-alive connection with one request in progress at a time, until `next` returns null: every request is
 * answered. Rejects if the server closes it earlier. It uses node:net because server, database and load generator share
 * the machine, and CPU used by the generator is missing elsewhere. Against a trivial server on two cores it took 24 µs
 * of CPU per request, autocannon 9 took 42 (its HTTP parser is JavaScript, and its latencies are whole milliseconds)
 * and undici's Client 55.
 */
export function converse(port: number, exchange: Exchange): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    let started = 0;
    let received = "";
    const ask = () => {
      const request = exchange.next();
      if (!request) {
        resolve();
        socket.destroy();
        return;
      }
      started = performance.now();
      socket.write(request);
    };
    socket.on("connect", ask);
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      const status = completeStatus(received);
      if (status === undefined) return;
      const answer = received;
      received = "";
      exchange.done(status, performance.now() - started, answer);
      ask();
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the server closed a connection")));
  });
}
