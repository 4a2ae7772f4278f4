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
    return {
      address: normaliseAddress(proxied ? proxyaddr(req, trusts) : peer),
      proxied,
      host: fixed?.host ?? forwarded("x-forwarded-host") ?? req.headers.host ?? "localhost",
      protocol: fixed ? (fixed.protocol === "https:" ? "https" : "http") : protocol,
    };
  };
}
