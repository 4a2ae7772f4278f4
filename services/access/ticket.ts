import { seal, unseal } from "#runtime/keys.ts";

/** What a browser carries from one step to the next, sealed, so that nobody can read or make one. */
interface Tickets {
  /** From the password to the code: no session yet. */
  sign_in: { userId: number; sessionVersion: number };
  /** From the QR code to the app's first code. */
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

/** @returns undefined for one that is of another kind, forged, or too old. */
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
