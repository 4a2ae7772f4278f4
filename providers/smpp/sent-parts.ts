import { noAnswer } from "#core/message/timeline.ts";
import type { Delivery, Outcome } from "../provider.ts";
import type { SmppConfig } from "./config.ts";
import { keysOfAnswer } from "./receipts/message-id.ts";

/** A part that the carrier took, with its id. */
export interface Accepted {
  kind: "accepted";
  id: string;
}

/** A part that the carrier did not take, or may have taken. */
export interface NotAccepted {
  kind: "recipient" | "text" | "provider" | "not_taken" | "unknown";
  response: string;
}

/** The outcome of a message all of whose parts were taken. */
export function complete(config: SmppConfig, { number }: Delivery, done: Accepted[]): Outcome {
  const ids = done.map(({ id }) => id);
  const isMatched = !config.receipts || ids.every((id) => id !== "");
  return {
    kind: "accepted",
    response: isMatched ? "OK" : "OK (without a message id, so that no receipt can be matched)",
    ...(ids.some((id) => id !== "") ? { ref: ids.filter((id) => id !== "").join(", ") } : {}),
    reportKeys: reportKeys(config, ids, number),
  };
}

/** The outcome of a message some part of which was not taken; the parts after it were not sent. */
export function incomplete(
  config: SmppConfig,
  { number }: Delivery,
  parts: number,
  done: Accepted[],
  result: NotAccepted,
): Outcome {
  const response = parts === 1 ? result.response : `${result.response}, part ${done.length + 1} of ${parts}`;
  if (result.kind === "unknown") {
    const ids = Array.from({ length: parts }, (_, index) => done[index]?.id ?? "");
    return {
      kind: "unknown",
      response: noAnswer(`(${response})`),
      reportKeys: reportKeys(config, ids, number),
    };
  }
  // If a part has been accepted, another provider would send it a second time.
  if (done.length === 0) return { kind: "rejected", response, scope: result.kind };
  const ids = done.map(({ id }) => id);
  // So that receipts of the accepted parts find the message.
  return { kind: "rejected", response, scope: "text", reportKeys: reportKeys(config, ids, number) };
}

/** For each part, the keys by which its receipt may name it. */
export function reportKeys({ receipts, id_response }: SmppConfig, ids: string[], number: string): string[][] {
  return receipts ? ids.map((id) => keysOfAnswer(id, id_response, number)) : [];
}
