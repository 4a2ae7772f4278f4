import { readLogo } from "#services/presentation.ts";

/** A picture and nothing else, whatever is in the file: it may run nothing, load nothing and frame nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/** Its address names its version. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** The operator's logo, for everybody: the sign-in page shows it too. */
export async function GET(): Promise<Response> {
  const logo = await readLogo();
  if (!logo) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(logo.bytes, {
    headers: {
      "content-type": logo.type,
      "content-security-policy": POLICY,
      "content-disposition": "inline",
      "cache-control": FOR_EVER,
    },
  });
}
