/**
 * A request's id: a UUID of version 7, which begins with the time in milliseconds, so that ids sort by time. `random` is
 * a UUID of version 4, whose random bits are kept.
 */
export function requestIdOf(at: number, random: string): string {
  return `${timePart(at)}-7${random.slice(15)}`;
}

/** When a request arrived, in milliseconds. */
export function timeOfRequest(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** No request that arrived at this time or later has an id below this one. */
export function firstRequestIdAt(at: number): string {
  return `${timePart(at)}-0000-0000-000000000000`;
}

function timePart(at: number): string {
  const time = at.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a search term as a request's id; null if it is not one. */
export function requestIdIn(text: string): string | null {
  const id = text.trim().toLowerCase();
  return UUID.test(id) ? id : null;
}
