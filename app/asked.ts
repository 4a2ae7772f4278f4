import "server-only";
import { headers } from "next/headers";

// What our server knows about a request, set by it in place of the client's claims.

/** The client's address as our server determined it, never as the client claims. */
export async function clientAddress(): Promise<string | null> {
  return (await headers()).get("x-client-address") || null;
}

/** The origin at which the gateway expects to be opened: that of PUBLIC_URL, or of this request. */
export async function expectedOrigin(): Promise<string> {
  const stamped = await headers();
  return `${stamped.get("x-forwarded-proto")}://${stamped.get("x-forwarded-host")}`;
}

/** The path of this request, as our server parsed it. */
export async function askedPath(): Promise<string> {
  return (await headers()).get("x-asked-path") ?? "";
}

/** The page of this request, or the page from which the action was called, with its query. */
export async function askedPage(): Promise<string> {
  const query = new URLSearchParams((await headers()).get("x-asked-query") ?? "");
  // Next's header for requests that want only the page's data.
  query.delete("_rsc");
  return `${await askedPath()}${query.size > 0 ? `?${query}` : ""}`;
}
