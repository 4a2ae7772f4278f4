import { readLogo } from "#services/gateway/presentation.ts";

/** The version is part of its address. */
const CACHE_FOREVER = "public, max-age=31536000, immutable";

/** The operator's logo, public because the sign-in page shows it. Its policy is the server's `LOGO_POLICY`. */
export async function GET(): Promise<Response> {
  const logo = await readLogo();
  if (!logo) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(logo.bytes, {
    headers: {
      "content-type": logo.type,
      "content-disposition": "inline",
      "cache-control": CACHE_FOREVER,
    },
  });
}
