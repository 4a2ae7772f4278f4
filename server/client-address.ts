import type { IncomingMessage } from "node:http";
import proxyaddr from "proxy-addr";
import { normaliseAddress } from "#core/customer/address.ts";

/** Where a request came from, as far as it can be trusted. */
export interface Origin {
  /** Null if a trusted proxy named something that is not an address. */
  address: string | null;
  /** Whether the socket's peer is a trusted proxy. */
  proxied: boolean;
  host: string;
  protocol: "http" | "https";
}

/**
 * Creates a reader of a request's origin: the socket's peer or, if that is in TRUSTED_PROXIES, the right-most untrusted
 * address of X-Forwarded-For. Such headers from any other client are ignored.
 */
export function originReader(trustedProxies: string[], publicUrl?: string): (req: IncomingMessage) => Origin {
  const trusts = proxyaddr.compile(trustedProxies);
  const fixed = publicUrl === undefined ? undefined : new URL(publicUrl);

  return (req) => {
    const peer = req.socket.remoteAddress ?? "";
    const proxied = peer !== "" && trusts(peer, 0);
    const forwarded = (name: string) => {
      const value = proxied ? req.headers[name] : undefined;
      return typeof value === "string" ? value.split(",").at(-1)?.trim() : undefined;
    };
    const protocol = forwarded("x-forwarded-proto")?.toLowerCase() === "https" ? "https" : "http";
    const named = proxied ? req.headers["x-forwarded-for"] : undefined;
    return {
      address: clientOf(peer, named, trusts),
      proxied,
      host: fixed?.host ?? forwarded("x-forwarded-host") ?? req.headers.host ?? "localhost",
      protocol: fixed ? (fixed.protocol === "https:" ? "https" : "http") : protocol,
    };
  };
}

/**
 * The right-most address that is not a trusted proxy's, or the left-most if all are trusted. The client itself may have
 * written anything to the left of it. So the search ends at the first entry that is not an address: skipping it would
 * trust what a stranger wrote before it. Empty list elements are ignored (RFC 9110, 5.6.1).
 */
function clientOf(
  peer: string,
  named: string | string[] | undefined,
  trusts: (address: string, hop: number) => boolean,
): string | null {
  let client = normaliseAddress(peer);
  if (named === undefined) return client;
  const entries = (typeof named === "string" ? named : named.join(",")).split(",");
  for (let i = entries.length - 1, hop = 1; i >= 0; i--) {
    const entry = entries[i]!.trim();
    if (entry === "") continue;
    client = forwardedAddress(entry);
    if (client === null || !trusts(client, hop++)) return client;
  }
  return client;
}

/**
 * Parses an entry of X-Forwarded-For, which has no standard: an address, possibly with a port (`203.0.113.7:51234`, as
 * Azure and IIS write it), in brackets (`[2001:db8::7]:443`) or in quotes, as in RFC 7239.
 */
function forwardedAddress(entry: string): string | null {
  const text = entry.replace(/^"(.*)"$/, "$1");
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? [];
  // Only IPv6 addresses are written in brackets.
  if (bracketed !== undefined && !bracketed.includes(":")) return null;
  return normaliseAddress(bracketed ?? plain ?? text);
}
