import { decodeUtf8 } from "#core/drf/utf8.ts";

/** TokenAuthentication's answer to a token that no one holds, or that was revoked or has expired. */
export const INVALID_TOKEN = "Invalid token.";

/**
 * The token of an Authorization header by the rules of TokenAuthentication, or the `detail` of the 401. The header is
 * as Node and fetch give it, one character for each byte.
 */
export function readTokenHeader(header: string | null): { token: string } | { detail: string } {
  const [scheme, token, ...more] = (header ?? "").split(/[ \t\n\r\v\f]+/).filter((part) => part !== "");
  if (scheme === undefined || !/^token$/i.test(scheme)) {
    return { detail: "Authentication credentials were not provided." };
  }
  if (token === undefined) return { detail: "Invalid token header. No credentials provided." };
  if (more.length > 0) return { detail: "Invalid token header. Token string should not contain spaces." };
  // What clients really send; in ASCII the bytes are the text.
  if (/^[!-~]+$/.test(token)) return { token };
  const decoded = decodeUtf8(Uint8Array.from(token, (char) => char.charCodeAt(0)));
  if (!decoded.ok || decoded.truncated !== null) {
    return { detail: "Invalid token header. Token string should not contain invalid characters." };
  }
  return { token: decoded.text };
}
