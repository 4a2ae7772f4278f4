import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { Framing } from "#providers/smpp/wire/framing.ts";
import { newPdu, type PDU, statusName } from "#providers/smpp/wire/pdu.ts";
import { readSubmit, receiptText } from "./submit.ts";

/** The message states of SMPP 3.4, 5.2.28, as receipts write them. */
export const FINAL_STATES = {
  delivered: "DELIVRD",
  undeliverable: "UNDELIV",
  expired: "EXPIRED",
  rejected: "REJECTD",
} as const;

export interface RehearsalOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Without one every bind is accepted. */
  password?: string;
  receipt: keyof typeof FINAL_STATES | "none";
  /** Seconds from a submit to its receipt. */
  after: number;
}

const STATUS = { invalidBindStatus: 0x04, invalidPassword: 0x0e, unknownCommand: 0x03 };
/** For each system_id, receipts that wait for a session which can take them. */
const MOST_WAITING = 10_000;

interface Session {
  socket: Socket;
  systemId: string;
  /** Null until it is bound. */
  as: "transceiver" | "transmitter" | "receiver" | null;
}

/**
 * Starts an SMSC that accepts every message and sends a receipt for those that ask for one, and describes what happens.
 * @param say takes one line for each bind, message, receipt and end of a session.
 * @throws the error of `listen`.
 */
export async function startRehearsal(
  options: RehearsalOptions,
  say: (line: string) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const sessions = new Set<Session>();
  const timers = new Set<NodeJS.Timeout>();
  const waiting: { systemId: string; id: string; receipt: PDU }[] = [];
  let ids = 0;
  let sequence = 0;

  const write = ({ socket }: Session, pdu: PDU) => void socket.write(pdu.toBuffer());
  const answer = (session: Session, pdu: PDU, fields: Record<string, unknown> = {}) =>
    write(session, pdu.response(fields));

  const bind = (session: Session, pdu: PDU) => {
    session.systemId = String(pdu.system_id);
    const as = pdu.command.slice("bind_".length) as Session["as"];
    if (options.password !== undefined && pdu.password !== options.password) {
      answer(session, pdu, { command_status: STATUS.invalidPassword });
      say(`${session.systemId} was refused as a ${as}: ${statusName(STATUS.invalidPassword)}`);
      return;
    }
    session.as = as;
    answer(session, pdu, { system_id: "rehearsal" });
    say(`${session.systemId} is bound as a ${as}`);
    sendWaiting();
  };

  const submit = (session: Session, pdu: PDU) => {
    if (session.as !== "transceiver" && session.as !== "transmitter") {
      answer(session, pdu, { command_status: STATUS.invalidBindStatus });
      say(`a submit was refused: ${statusName(STATUS.invalidBindStatus)}`);
      return;
    }
    const id = String(++ids);
    const { from, to, text, part, alphabet, wantsReceipt } = readSubmit(pdu);
    answer(session, pdu, { message_id: id });
    say(`${id}: ${from} to ${to}, ${alphabet}${part}: ${text}`);
    if (!wantsReceipt || options.receipt === "none") return;
    const submittedAt = new Date();
    const timer = setTimeout(() => {
      timers.delete(timer);
      const fields = receiptText({ id, stat: FINAL_STATES[options.receipt as "delivered"], submittedAt });
      const receipt = newPdu("deliver_sm", {
        // SMPP 5.2.12: the message is a receipt.
        esm_class: 0x04,
        source_addr: to,
        destination_addr: from,
        short_message: Buffer.from(fields, "latin1"),
      });
      waiting.push({ systemId: session.systemId, id, receipt });
      if (waiting.length > MOST_WAITING) waiting.shift();
      sendWaiting();
    }, options.after * 1_000);
    timers.add(timer);
  };

  /** Receipts go to any session of the same system_id that takes them. */
  const sendWaiting = () => {
    for (const each of waiting.splice(0)) {
      const to = [...sessions].find(
        ({ systemId, as }) => systemId === each.systemId && (as === "transceiver" || as === "receiver"),
      );
      if (!to) {
        waiting.push(each);
        continue;
      }
      each.receipt.sequence_number = ++sequence;
      write(to, each.receipt);
      say(`${each.id}: receipt sent, ${options.receipt}`);
    }
  };

  const take = (session: Session, pdu: PDU) => {
    if (pdu.isResponse()) {
      if (pdu.command_status !== 0) say(`answered with ${statusName(pdu.command_status)}`);
    } else if (pdu.command.startsWith("bind_")) bind(session, pdu);
    else if (pdu.command === "submit_sm") submit(session, pdu);
    else if (pdu.command === "enquire_link") answer(session, pdu);
    else if (pdu.command === "unbind") {
      session.as = null;
      answer(session, pdu);
      session.socket.end();
    } else {
      const fields = { command_status: STATUS.unknownCommand, sequence_number: pdu.sequence_number };
      write(session, newPdu("generic_nack", fields));
    }
  };

  const server = createServer((socket) => {
    const session: Session = { socket, systemId: "a client", as: null };
    const framing = new Framing();
    sessions.add(session);
    socket.on("data", (bytes: Buffer) => {
      try {
        for (const pdu of framing.read(bytes)) take(session, pdu);
      } catch {
        say(`${session.systemId} sent what is no PDU: its connection is closed`);
        socket.destroy();
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      sessions.delete(session);
      say(`${session.systemId} has gone`);
    });
  });
  server.listen(options.port, options.host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      const closed = once(server, "close");
      server.close();
      for (const { socket } of sessions) socket.destroy();
      await closed;
    },
  };
}
