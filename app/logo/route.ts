import { readLogo } from "#services/gateway/presentation.ts";

/** Its address names its version. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** The operator's logo, for everybody: the sign-in page shows it too. What it may do: `LOGO_POLICY` of the server. */
export async function GET(): Promise<Response> {
  const logo = await readLogo();
  if (!logo) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(logo.bytes, {
    headers: {
      "content-type": logo.type,
      "content-disposition": "inline",
      "cache-control": FOR_EVER,
    },
  });
}
