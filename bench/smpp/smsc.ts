import { randomBytes } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";

/*
 * An SMSC in a process of its own that does as little as one can: it takes every submit and counts it, and reports them as
 * delivered where that was asked for, a second later or all together. It reads the wire itself, because npm's smpp takes
 * several times the CPU that it needs; `npm run bench -- --only smpp` measures what it takes at most.
 */

/** What the bench asks of it. Every question is answered with the counts. */
export interface SmscOrder {
  /** When it sends receipts, from now on: a second after each submit, or all together when it is told to. */
  receipts?: "soon" | "later";
  /** Send those that were put off. */
  flush?: boolean;
}

export interface SmscCounts {
  submits: number;
  /** Receipts that were asked for. */
  wanted: number;
  /** Receipts sent, and answered by the other side. */
  sent: number;
  answered: number;
  /** performance.now() of this process, in milliseconds. */
  at: number;
}

const HEADER = 16;
const [SUBMIT, DELIVER_RESP, RESPONSE] = [0x04, 0x8000_0005, 0x8000_0000];
/** Binds, as receiver, transmitter and transceiver: their answers have a body. */
const BINDS = new Set([0x01, 0x02, 0x09]);
/** Receipts without an answer, at a time. */
const WINDOW = 500;

/** A phone takes its time. */
const RECEIPT_MS = 1_000;

const counts = { submits: 0, wanted: 0, sent: 0, answered: 0 };
const run = randomBytes(3).toString("hex");
let when: NonNullable<SmscOrder["receipts"]> = "soon";
const waiting: { socket: Socket; receipt: Buffer }[] = [];

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const answers: Buffer[] = [];
    let at = 0;
    while (rest.length - at >= HEADER && rest.length - at >= rest.readUInt32BE(at)) {
      const length = rest.readUInt32BE(at);
      take(socket, rest.subarray(at, at + length), answers);
      at += length;
    }
    rest = rest.subarray(at);
    if (answers.length > 0) socket.write(Buffer.concat(answers));
  });
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));

function take(socket: Socket, pdu: Buffer, answers: Buffer[]): void {
  const command = pdu.readUInt32BE(4);
  const sequence = pdu.readUInt32BE(12);
  if (command === SUBMIT) {
    const id = `${run}${(++counts.submits).toString(16)}`;
    answers.push(pduOf(RESPONSE | SUBMIT, sequence, Buffer.from(`${id}\0`)));
    const { source, destination, wantsReceipt } = fieldsOf(pdu);
    if (!wantsReceipt) return;
    counts.wanted++;
    const receipt = { socket, receipt: receiptOf(id, destination, source) };
    if (when === "later") waiting.push(receipt);
    else setTimeout(tell, RECEIPT_MS, receipt);
  } else if (command === DELIVER_RESP) {
    counts.answered++;
    if (when === "soon" || isFlushing) report();
  } else if ((command & RESPONSE) === 0) {
    answers.push(
      pduOf(
        (command | RESPONSE) >>> 0,
        sequence,
        BINDS.has(command) ? Buffer.from("bench\0") : Buffer.alloc(0),
      ),
    );
  }
}

function tell(receipt: (typeof waiting)[number]): void {
  waiting.push(receipt);
  report();
}

let isFlushing = false;
function report(): void {
  while (waiting.length > 0 && counts.sent - counts.answered < WINDOW) {
    const { socket, receipt } = waiting.shift()!;
    receipt.writeUInt32BE((++counts.sent & 0x7fff_ffff) >>> 0, 12);
    socket.write(receipt);
  }
  if (waiting.length === 0) isFlushing = false;
}

function pduOf(command: number, sequence: number, body: Buffer): Buffer {
  const pdu = Buffer.alloc(HEADER + body.length);
  pdu.writeUInt32BE(pdu.length, 0);
  pdu.writeUInt32BE(command >>> 0, 4);
  pdu.writeUInt32BE(sequence, 12);
  body.copy(pdu, HEADER);
  return pdu;
}

/** SMPP 3.4, 4.4.1. */
function fieldsOf(pdu: Buffer): { source: string; destination: string; wantsReceipt: boolean } {
  let at = HEADER;
  const text = () => {
    const end = pdu.indexOf(0, at);
    const found = pdu.toString("latin1", at, end);
    at = end + 1;
    return found;
  };
  text();
  at += 2;
  const source = text();
  at += 2;
  const destination = text();
  // esm_class, protocol_id and priority_flag; then two times.
  at += 3;
  text();
  text();
  return { source, destination, wantsReceipt: (pdu[at]! & 1) === 1 };
}

/** A deliver_sm with a receipt as most carriers write it. */
function receiptOf(id: string, source: string, destination: string): Buffer {
  const words = Buffer.from(
    `id:${id} sub:001 dlvrd:001 submit date:2611280900 done date:2611280901 stat:DELIVRD err:000 text:`,
  );
  const address = (text: string) => Buffer.from(`\x01\x01${text}\0`, "latin1");
  const body = Buffer.concat([
    Buffer.from([0]),
    address(source),
    address(destination),
    Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 0, words.length]),
    words,
  ]);
  return pduOf(0x05, 0, body);
}

process.on("message", ({ receipts, flush }: SmscOrder) => {
  if (receipts) when = receipts;
  if (flush) {
    isFlushing = true;
    report();
  }
  process.send?.({ ...counts, at: performance.now() } satisfies SmscCounts);
});
process.once("disconnect", () => process.exit(0));
