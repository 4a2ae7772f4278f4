import { openSync, readFileSync, writeSync } from "node:fs";
import { receiptFields, type SmscSession, startSmsc } from "#providers/smpp/test-smsc.ts";
import { outstandingReceipts } from "./smsc-log.ts";

/*
 * An SMSC in a process of its own, which a test may kill: `test-smsc-process.ts PORT FILE`. What it does stands in the file
 * (see smsc-log.ts) before it is answered. As a real one it repeats receipts until they are acknowledged, also those of
 * its life before.
 */
const [, , port, file] = process.argv;
const out = openSync(file!, "a");
const note = (line: string) => void writeSync(out, `${line}\n`);
let ids = 0;

/** How long it waits for an acknowledgement, and how many receipts it repeats at a time. */
const REPEAT_MS = 2_000;
const AT_A_TIME = 200;
const repeated = outstandingReceipts(readFileSync(file!, "utf8"));
/** Receipts that are not acknowledged, with the time of the last try. */
const outstanding = new Map([...repeated].map(([id, number]) => [id, { number, triedAt: 0 }]));
const sent = new WeakMap<SmscSession, Map<number, string>>();

function send(session: SmscSession, id: string): void {
  const receipt = outstanding.get(id)!;
  receipt.triedAt = performance.now();
  const sequence = session.send("deliver_sm", receiptFields(id, "DELIVRD", receipt.number));
  const ofSession = sent.get(session) ?? new Map<number, string>();
  sent.set(session, ofSession.set(sequence, id));
}

const smsc = await startSmsc(
  {
    onBind: () => {
      note(`bind ${smsc.bound().length + 1}`);
      return 0;
    },
    onSubmit: (pdu, session) => {
      const id = `${process.pid}-${++ids}`;
      const number = String(pdu.destination_addr);
      note(`submit ${number}`);
      setImmediate(() => {
        note(`receipt ${id} ${number}`);
        outstanding.set(id, { number, triedAt: 0 });
        send(session, id);
      });
      // What it keeps would fill its memory.
      smsc.submits.length = 0;
      session.received.length = 0;
      return id;
    },
    onResponse: (pdu, session) => {
      const ofSession = sent.get(session);
      const id = ofSession?.get(pdu.sequence_number);
      if (id === undefined) return;
      ofSession!.delete(pdu.sequence_number);
      if (pdu.command_status !== 0 || !outstanding.delete(id)) return;
      note(`acknowledged ${id}`);
    },
  },
  { port: Number(port) },
);
setInterval(() => {
  const sessions = smsc.bound();
  const late = [...outstanding].filter(([, { triedAt }]) => performance.now() - triedAt >= REPEAT_MS);
  for (const [index, [id]] of late.slice(0, sessions.length > 0 ? AT_A_TIME : 0).entries()) {
    send(sessions[index % sessions.length]!, id);
  }
}, 500);
process.send?.({ port: smsc.port });
// It ends with whoever started it.
process.once("disconnect", () => process.exit(0));
