import type { FinalState } from "./final-words.ts";

/** What a question for a message's status led to: a final state, or what may be logged of an answer that has none. */
export type StatusAnswer = FinalState | { kind: "open"; said: string };

/** Words that carriers use for states and refusals. Only these are quoted: an answer may repeat the number or the text. */
const WORDS =
  "accepted|accept|acceptd|buffered|cancelled|canceled|completed|deleted|deliver|delivered|delivrd|denied|done|enroute|error|expired|fail|failed|failure|finished|forbidden|incorrect|internal|invalid|job|login|missing|not found|ok|partial|password|pending|permission|processing|progress|queued|read|rejected|rejectd|scheduled|sending|sent|submitted|success|successful|successfully|timeout|unauthorized|undeliv|undelivered|undeliverable|unknown|waiting|wrong";
const WORD = new RegExp(`(?<![\\p{L}\\p{N}])(?:${WORDS})(?![\\p{L}\\p{N}])`, "giu");
const READ_LENGTH = 10_000;
const MOST_WORDS = 6;

/** Describes an answer by its form and its known words, so that answers of one kind have one description. */
export function openAnswer(status: number, text: string): StatusAnswer {
  const read = text.slice(0, READ_LENGTH).trim();
  const words = [...new Set([...read.matchAll(WORD)].map(([word]) => word.toLowerCase()))];
  const quoted = words.slice(0, MOST_WORDS).join(", ");
  return { kind: "open", said: `HTTP ${status}, ${formOf(read)}${quoted ? `: ${quoted}` : ""}` };
}

export const notAnswered = (code: string): StatusAnswer => ({ kind: "open", said: `no answer (${code})` });

function formOf(text: string): string {
  if (text === "") return "empty";
  if (/^\p{Nd}+$/u.test(text)) return "a number";
  if (/^[[{]/.test(text)) return "JSON";
  if (/^<(!doctype|html|head|body)/i.test(text)) return "a web page";
  return text.startsWith("<") ? "XML" : "text";
}
