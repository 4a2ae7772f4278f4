import "server-only";
import { headers } from "next/headers";

// What our server knows of a request, and stamped on it in place of what its client claimed.

/** The client's address as our server found it, never as the client claims. */
export async function clientAddress(): Promise<string | null> {
  return (await headers()).get("x-client-address") || null;
}

/** The origin under which the gateway expects to be opened: PUBLIC_URL's, else the one that this request named. */
export async function expectedOrigin(): Promise<string> {
  const stamped = await headers();
  return `${stamped.get("x-forwarded-proto")}://${stamped.get("x-forwarded-host")}`;
}

/** The path of this request, as our server read it. */
export async function askedPath(): Promise<string> {
  return (await headers()).get("x-asked-path") ?? "";
}

/** The page of this request, or of the action that was called from it, with its query. */
export async function askedPage(): Promise<string> {
  const query = new URLSearchParams((await headers()).get("x-asked-query") ?? "");
  // By this Next asks for a page's parts alone.
  query.delete("_rsc");
  return `${await askedPath()}${query.size > 0 ? `?${query}` : ""}`;
}
