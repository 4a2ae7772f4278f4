import { seal, unseal } from "#runtime/keys.ts";

/** Sealed data that a browser carries from one step to the next, so that nobody can read or forge it. */
interface Tickets {
  /** Between password and code; not a session. */
  sign_in: { userId: number; sessionVersion: number };
  /** Between the QR code and the app's first code. */
  enrolment: { userId: number; secret: string };
}

export function sealTicket<Kind extends keyof Tickets>(
  kind: Kind,
  content: Tickets[Kind],
  minutes: number,
): string {
  const until = Date.now() + minutes * 60_000;
  return seal("two-factor", JSON.stringify({ content, until }), `ticket:${kind}`).toString("base64url");
}

/** @returns undefined if the ticket is of another kind, forged or expired. */
export function openTicket<Kind extends keyof Tickets>(
  kind: Kind,
  ticket: string,
): Tickets[Kind] | undefined {
  try {
    const text = unseal("two-factor", Buffer.from(ticket, "base64url"), `ticket:${kind}`);
    const { content, until } = JSON.parse(text) as { content: Tickets[Kind]; until: number };
    return Date.now() < until ? content : undefined;
  } catch {
    return undefined;
  }
}
