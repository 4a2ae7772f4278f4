import { z } from "zod";
import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { parsePhone } from "#core/phone/phone.ts";
import { type InboxEntry, readInbox } from "#providers/sandbox.ts";
import { allowedCountries, knownCountries } from "./countries.ts";
import { announcedServers, askServer } from "./running-servers.ts";

/**
 * A message that a sandbox received: the only place where a code can be read, as long as its process keeps it in
 * memory.
 */
export interface Received {
  messageId: number;
  number: string;
  text: string;
  receivedAt: string;
}

const answer = z.object({
  messages: z.array(
    z.object({ message_id: z.number(), number: z.string(), text: z.string(), received_at: z.string() }),
  ),
});

const ANSWER_MS = 3_000;

/**
 * The messages received by the sandboxes of all running servers of this DATA_DIR, newest first. `number` is as people
 * write it: the servers parse it with the allowed countries, so the caller needs no database.
 * @throws {Refused} `invalid_input` if it is not a valid number; `server_not_running`.
 */
export async function readInboxes(
  actor: Actor,
  { number }: { number?: string | undefined } = {},
): Promise<Received[]> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  // Without a digit it cannot be a number, so no server needs to be asked.
  if (number !== undefined && !/\p{Nd}/u.test(number)) throw notANumber();
  const answers = await Promise.all((await announcedServers()).map((url) => ask(url, number)));
  if (answers.includes("not a number")) throw notANumber();
  const living = answers.filter((each) => each !== null && each !== "not a number");
  if (living.length === 0) throw new Refused("server_not_running");
  return living.flat().sort((a, b) => b.receivedAt.localeCompare(a.receivedAt) || b.messageId - a.messageId);
}

const notANumber = () => invalid([["number", "contact_phone"]]);

/**
 * The messages that this process's sandbox received, newest first; null if `number` is not a valid number of an allowed
 * country. Uses the dashboard's countries, or those known last if the database is away.
 */
export async function inboxOf(number: string | undefined): Promise<InboxEntry[] | null> {
  if (number === undefined) return readInbox();
  const digits = parsePhone(number, await allowedCountries().catch(knownCountries));
  return digits === null ? null : readInbox(digits);
}

/** Null if no server of this installation answers. */
async function ask(url: string, number: string | undefined): Promise<Received[] | "not a number" | null> {
  const query = number === undefined ? "" : `?${new URLSearchParams({ number })}`;
  try {
    const response = await askServer(url, `/internal/inbox${query}`, { ms: ANSWER_MS });
    if (response.status === 400) return "not a number";
    if (!response.ok) return null;
    return answer.parse(await response.json()).messages.map((each) => ({
      messageId: each.message_id,
      number: each.number,
      text: each.text,
      receivedAt: each.received_at,
    }));
  } catch {
    return null;
  }
}
