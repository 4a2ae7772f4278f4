import { once } from "node:events";
import type { AddressInfo } from "node:net";
import smpp, { type PDU, type ServerSession } from "smpp";
// Takes the library's filters out, so that texts are bytes on this side as well.
import "./wire/pdu.ts";

/** One connection to the scripted SMSC. */
export interface SmscSession {
  /** Everything that came, in order. */
  received: PDU[];
  systemId: string | undefined;
  boundAs: string | undefined;
  isOpen: boolean;
  send(command: string, fields?: Record<string, unknown>): number;
  answer(to: PDU, fields?: Record<string, unknown>): void;
  /** Bytes as they are. */
  write(bytes: Buffer): void;
  /** Breaks the connection. */
  reset(): void;
}

export interface SmscScript {
  /** The status of a bind, or "silent". */
  onBind(pdu: PDU, session: SmscSession): number | "silent";
  /** Accepts with a further number, unless the script says otherwise. A string is the message id, a number a status. */
  onSubmit(pdu: PDU, session: SmscSession): string | number | "silent" | undefined;
  onEnquire(session: SmscSession): "answer" | "silent";
  onUnbind(session: SmscSession): "answer" | "silent";
  /** The response to something that was sent to the client. */
  onResponse(pdu: PDU, session: SmscSession): void;
}

/** An SMSC that does what a test's script says. It never answers what the script keeps silent about. */
export interface Smsc {
  port: number;
  script: SmscScript;
  sessions: SmscSession[];
  /** The submits of all sessions, in order. */
  submits: PDU[];
  /** The sessions that are bound and open. */
  bound(): SmscSession[];
  close(): Promise<void>;
}

export async function startSmsc(
  script: Partial<SmscScript> = {},
  { port = 0, ...tls }: { port?: number; key?: string; cert?: string } = {},
): Promise<Smsc> {
  let ids = 0;
  const smsc: Omit<Smsc, "port"> = {
    script: {
      onBind: () => 0,
      onSubmit: () => undefined,
      onEnquire: () => "answer",
      onUnbind: () => "answer",
      onResponse: () => {},
      ...script,
    },
    sessions: [],
    submits: [],
    bound: () => smsc.sessions.filter(({ isOpen, boundAs }) => isOpen && boundAs !== undefined),
    close: async () => {
      for (const session of smsc.sessions) session.reset();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
  const server = smpp.createServer(tls, (wire) => {
    const session = sessionOf(wire);
    smsc.sessions.push(session);
    wire.on("pdu", (pdu) => {
      session.received.push(pdu);
      if (pdu.command.startsWith("bind_") && !pdu.isResponse()) {
        const status = smsc.script.onBind(pdu, session);
        if (status === "silent") return;
        if (status === 0) {
          session.systemId = String(pdu.system_id);
          session.boundAs = pdu.command.slice("bind_".length);
        }
        session.answer(pdu, status === 0 ? { system_id: "smsc" } : { command_status: status });
      } else if (pdu.command === "submit_sm") {
        smsc.submits.push(pdu);
        const said = smsc.script.onSubmit(pdu, session) ?? String(++ids);
        if (said === "silent") return;
        session.answer(pdu, typeof said === "number" ? { command_status: said } : { message_id: said });
      } else if (pdu.command === "enquire_link") {
        if (smsc.script.onEnquire(session) === "answer") session.answer(pdu);
      } else if (pdu.command === "unbind") {
        session.boundAs = undefined;
        if (smsc.script.onUnbind(session) === "answer") session.answer(pdu);
      } else if (pdu.isResponse()) {
        smsc.script.onResponse(pdu, session);
      }
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(smsc, { port: (server.address() as AddressInfo).port });
}

function sessionOf(wire: ServerSession): SmscSession {
  let sequence = 1_000_000;
  const session: SmscSession = {
    received: [],
    systemId: undefined,
    boundAs: undefined,
    isOpen: true,
    send(command, fields = {}) {
      sequence++;
      wire.send(new smpp.PDU(command, { sequence_number: sequence, ...fields }));
      return sequence;
    },
    answer: (to, fields = {}) => void wire.send(to.response(fields)),
    write: (bytes) => void wire.socket.write(bytes),
    // TLS knows no reset.
    reset: () => void ("encrypted" in wire.socket ? wire.socket.destroy() : wire.socket.resetAndDestroy()),
  };
  wire.on("error", () => wire.destroy());
  wire.on("close", () => {
    session.isOpen = false;
  });
  return session;
}

/** The fields of a receipt as most carriers send it. */
export function receiptFields(id: string, stat: string, number: string, more: Record<string, unknown> = {}) {
  return {
    esm_class: 4,
    source_addr: number,
    destination_addr: "Sender",
    short_message: Buffer.from(
      `id:${id} sub:001 dlvrd:001 submit date:2611280900 done date:2611280901 stat:${stat} err:000 text:Code `,
    ),
    data_coding: 0,
    ...more,
  };
}
