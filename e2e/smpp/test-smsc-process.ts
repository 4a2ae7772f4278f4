import { openSync, writeSync } from "node:fs";
import { receiptFields, startSmsc } from "#providers/smpp/test-smsc.ts";

/*
 * An SMSC in a process of its own, which a test may kill: `test-smsc-process.ts PORT FILE`. What it is given stands in the file
 * before it is answered: `submit NUMBER`, `receipt NUMBER`, and `bind N` with the number of sessions that it then has.
 */
const [, , port, file] = process.argv;
const out = openSync(file!, "a");
const note = (line: string) => void writeSync(out, `${line}\n`);
let ids = 0;

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
        note(`receipt ${number}`);
        session.send("deliver_sm", receiptFields(id, "DELIVRD", number));
      });
      // What it keeps would fill its memory.
      smsc.submits.length = 0;
      session.received.length = 0;
      return id;
    },
  },
  { port: Number(port) },
);
process.send?.({ port: smsc.port });
// It ends with whoever started it.
process.once("disconnect", () => process.exit(0));
