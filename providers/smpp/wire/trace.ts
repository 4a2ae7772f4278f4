import type { Trace, WireEntry } from "../../trace.ts";
import type { SmppConfig } from "../config.ts";
import { statusName } from "./pdu.ts";
import type { Answer } from "./pending.ts";
import type { BindFields } from "./session.ts";

/* PDUs in the form in which an admin reads them in a test send. The password is in none of them. */

export const whereTo = ({ host, port, tls }: SmppConfig): [string, string] => [
  "address",
  `${host}:${port}${tls ? " (TLS)" : ""}`,
];

export function bindEntry({ config, as }: { config: SmppConfig; as: BindFields["as"] }): WireEntry {
  return {
    at: Date.now(),
    direction: "sent",
    title: `bind_${as}`,
    fields: [
      whereTo(config),
      ["system_id", config.system_id],
      ["password", "***"],
      ["system_type", config.system_type],
      ["interface_version", "0x34"],
    ],
  };
}

export function answerEntry(title: string, answer: Answer): WireEntry {
  const at = Date.now();
  if (answer.kind === "unwritten") return { at, direction: "event", title: "Not written", fields: [] };
  if (answer.kind === "lost")
    return { at, direction: "event", title: `No answer (${answer.why})`, fields: [] };
  const id: [string, string][] = answer.messageId === "" ? [] : [["message_id", answer.messageId]];
  return {
    at,
    direction: "received",
    title,
    fields: [["command_status", statusName(answer.status)], ...id],
  };
}

/** The latest bind of each. */
export function traceBinds(trace: Trace, binds: readonly { exchange: readonly WireEntry[] }[]): void {
  for (const entry of binds.flatMap(({ exchange }) => exchange)) trace.add(entry);
}

/** @param sentAt performance.now() when the submit was handed over. */
export function traceSubmit(
  trace: Trace,
  fields: Record<string, unknown>,
  sentAt: number,
  answer: Answer,
): void {
  trace.add({
    at: Math.round(performance.timeOrigin + sentAt),
    direction: "sent",
    title: "submit_sm",
    fields: Object.entries(fields).map(([name, value]) => [name, shown(value, fields.data_coding)]),
  });
  trace.add(answerEntry("submit_sm_resp", answer));
}

function shown(value: unknown, dataCoding: unknown): string {
  if (!Buffer.isBuffer(value)) return String(value);
  if (value.length === 0) return "";
  return `${value.toString("hex")} (${readable(value, dataCoding)})`;
}

/** Approximately: what is no letter of either alphabet, such as a header, is a dot. */
function readable(bytes: Buffer, dataCoding: unknown): string {
  const characters =
    dataCoding === 8 && bytes.length % 2 === 0
      ? Buffer.from(bytes).swap16().toString("utf16le")
      : bytes.toString("latin1");
  return characters.toWellFormed().replace(/[\p{C}\ufffd]/gu, "·");
}
