import "server-only";
import { headers } from "next/headers";
import type { Link } from "#components/users/user-view.ts";
import type { HandedLink } from "#services/users/user-links.ts";

/** The full URL of a link, as people reach this server. */
export async function wholeLink({ path, expiresAt, mailed }: HandedLink): Promise<Link> {
  const asked = await headers();
  const origin = `${asked.get("x-forwarded-proto")}://${asked.get("x-forwarded-host")}`;
  return { url: `${origin}${path}`, until: expiresAt.toISOString(), mailed };
}
