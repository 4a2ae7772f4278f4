import type { IncomingMessage } from "node:http";
import proxyaddr from "proxy-addr";
import { normaliseAddress } from "#core/customer/address.ts";

/** Where a request came from, as far as it can be trusted. */
export interface Origin {
  /** Null where a trusted proxy named something that is no address. */
  address: string | null;
  /** Whether the socket's peer is a trusted proxy. */
  proxied: boolean;
  host: string;
  protocol: "http" | "https";
}

/**
 * Reads a request's origin: the socket's, or, where its peer is in TRUSTED_PROXIES, the right-most untrusted
 * address of X-Forwarded-For. What any other client writes into such headers counts for nothing.
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
 * The right-most address that is not a trusted proxy's, or the left-most of all where each is one. Whatever stands
 * left of it the client may have written itself. So the search ends at the first entry that is no address: passing it
 * over would believe what a stranger wrote in front of it. Empty elements of a list mean nothing (RFC 9110, 5.6.1).
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
 * An entry of X-Forwarded-For, which no standard describes: an address, as some write it with a port
 * (`203.0.113.7:51234`, Azure and IIS), in brackets (`[2001:db8::7]:443`) or in quotes, as RFC 7239 does.
 */
function forwardedAddress(entry: string): string | null {
  const text = entry.replace(/^"(.*)"$/, "$1");
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? [];
  // In brackets only IPv6 stands.
  if (bracketed !== undefined && !bracketed.includes(":")) return null;
  return normaliseAddress(bracketed ?? plain ?? text);
}
