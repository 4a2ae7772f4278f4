import { ASKED_LENGTH } from "#core/access/asked-page.ts";

/** A page of which Next knows that it is none: it says so in the reader's language, with a 404. */
export const NO_PAGE = "/_not-found";

/**
 * What was asked for, with the slashes in front of it as one: to whoever parses `//api/otp/send/` as an address,
 * `api` is a host, and Next would redirect it.
 */
export function withOneSlash(url: string): string {
  return url.startsWith("//") ? url.replace(/^\/+/, "/") : url;
}

/**
 * The path alone. A client may send a whole address of HTTP in the request line; null for what is neither, such as `*`,
 * and for a backslash, which is a slash to whoever parses it as an address.
 */
export function pathOf(url: string): string | null {
  if (url.startsWith("/")) {
    const path = url.split(/[?#]/, 1)[0]!;
    return path.includes("\\") ? null : path;
  }
  const whole = URL.parse(url);
  return whole && /^https?:$/.test(whole.protocol) ? withOneSlash(whole.pathname) : null;
}

/** Whether a path's escapes spell UTF-8: whatever reads a page's parameters takes it for granted. `%00` is in no name. */
export function isDecodable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/** The path as a header may hold it: a page's code, to which Next does not tell it, writes down who asked for what. */
export function askedPath(path: string): string {
  return encodeURI(path).replaceAll("%25", "%").slice(0, 200);
}

/** The query as a header may hold it: who has to sign in first goes on to what they asked for. */
export function askedQuery(url: string): string {
  const start = url.indexOf("?");
  const query = start === -1 ? "" : new URLSearchParams(url.slice(start).split("#")[0]).toString();
  return query.length > ASKED_LENGTH ? "" : query;
}
