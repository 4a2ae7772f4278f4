import { ASKED_LENGTH } from "#core/access/asked-page.ts";

/** A path that Next knows not to exist: it answers 404 in the reader's language. */
export const NO_PAGE = "/_not-found";

/**
 * The URL with its leading slashes reduced to one: a parser that takes `//api/otp/send/` for an address sees `api` as
 * the host, and Next would redirect to it.
 */
export function withOneSlash(url: string): string {
  return url.startsWith("//") ? url.replace(/^\/+/, "/") : url;
}

/**
 * The path alone. A client may send an absolute HTTP URL in the request line. Null for anything else, such as `*`, and
 * for a backslash, which URL parsers treat as a slash.
 */
export function pathOf(url: string): string | null {
  if (url.startsWith("/")) {
    const path = url.split(/[?#]/, 1)[0]!;
    return path.includes("\\") ? null : path;
  }
  const whole = URL.parse(url);
  return whole && /^https?:$/.test(whole.protocol) ? withOneSlash(whole.pathname) : null;
}

/**
 * Whether a path's escapes decode to UTF-8, which everything that reads a page's parameters assumes. `%00` is refused:
 * it is in no name.
 */
export function isDecodable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/**
 * The path in a form that a header can carry: page code, to which Next does not pass the path, needs it to record who
 * requested what.
 */
export function askedPath(path: string): string {
  return encodeURI(path).replaceAll("%25", "%").slice(0, 200);
}

/**
 * The query in a form that a header can carry: after signing in, a person continues to the page that they asked for.
 */
export function askedQuery(url: string): string {
  const start = url.indexOf("?");
  const query = start === -1 ? "" : new URLSearchParams(url.slice(start).split("#")[0]).toString();
  return query.length > ASKED_LENGTH ? "" : query;
}
