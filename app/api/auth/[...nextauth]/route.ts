import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "#app/session.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/** The next-auth endpoints that the pages use. It has others, some of which fail with errors of their own. */
const SERVED = new Set([
  "GET csrf",
  "GET error",
  "GET providers",
  "GET session",
  "GET signin",
  "POST _log",
  "POST callback/credentials",
  "POST session",
  "POST signout",
]);

/** The fields that the forms send. */
const FIELDS = ["csrfToken", "email", "password", "code", "json", "redirect"];

async function handle(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  const path = nextauth.join("/");
  if (!SERVED.has(`${request.method} ${path}`)) {
    return Response.json({ detail: "Not found." }, { status: 404, headers: { "cache-control": "no-store" } });
  }
  return NextAuth(authOptions())(await plain(request), context);
}

/**
 * The request reduced to the fields that the forms send, each a text. In particular without `callbackUrl`, in any of
 * the places where next-auth looks for it: the pages determine the destination themselves, and an invalid URL there
 * makes next-auth report a configuration error.
 */
async function plain(request: Request): Promise<NextRequest> {
  const jar = await cookies();
  for (const { name, value } of jar.getAll()) {
    if (name.endsWith("next-auth.callback-url") && !/^https?:/.test(URL.parse(value)?.protocol ?? "")) {
      jar.delete(name);
    }
  }
  const url = new URL(request.url);
  url.search = "";
  const { method } = request;
  if (method !== "POST") return new NextRequest(url, { method });
  return new NextRequest(url, { method, body: new URLSearchParams(await fieldsOf(request)) });
}

/** Anything other than a form or JSON, and any value that is not a string, is left out. */
async function fieldsOf(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get("content-type") ?? "";
  const text = await request.text();
  let given: unknown = Object.fromEntries(new URLSearchParams(text));
  if (type.startsWith("application/json")) {
    try {
      given = JSON.parse(text);
    } catch {
      given = {};
    }
  }
  const all = Object.entries(given !== null && typeof given === "object" ? given : {});
  return Object.fromEntries(
    all.filter(([name, value]) => FIELDS.includes(name) && typeof value === "string"),
  );
}

export { handle as GET, handle as POST };
