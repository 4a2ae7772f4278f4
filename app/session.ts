import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession, type NextAuthOptions } from "next-auth";
import { encode } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { cache } from "react";
import type { UserActor } from "#core/access/actor.ts";
import { stepAddress } from "#core/access/asked-page.ts";
import { Refused } from "#core/input/refusal.ts";
import { keyFor } from "#runtime/keys.ts";
import { log } from "#runtime/log.ts";
import { type Viewer, viewerOf } from "#services/access/session.ts";
import { awaitsCode, type SignedIn, signIn, signInWithCode } from "#services/access/sign-in.ts";
import { onlookerOf } from "#services/access/viewing.ts";
import { noteRefusedAccess } from "#services/audit/refused-access.ts";
import { twoFactorRequiredOfAdmins } from "#services/gateway/settings.ts";

/** The session's cookie lives this long after the last visit. */
const SESSION_S = 7 * 86_400;

/** From the password to the code: sealed, out of reach of the page's scripts, and no session. */
const PENDING_COOKIE = "sign-in";

declare module "next-auth" {
  interface Session {
    signedIn?: SignedIn;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    signedIn?: SignedIn;
  }
}

/** next-auth's settings. A function, because the key derives from APP_SECRET, which a build does not have. */
export function authOptions(): NextAuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: SESSION_S },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {}, code: {} },
        // The code of a refusal travels as the error's message; the page owns the words.
        async authorize(given) {
          try {
            const signedIn =
              given?.code === undefined ? await firstStep(given) : await secondStep(given.code);
            if (signedIn) return { id: String(signedIn.userId), signedIn };
          } catch (error) {
            throw new Error(error instanceof Refused ? error.code : "unavailable");
          }
          throw new Error(CODE_REQUIRED);
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        // The e-mail and name that next-auth would copy into the cookie are not needed there.
        const signedIn = (user as { signedIn?: SignedIn } | undefined)?.signedIn ?? token.signedIn;
        return signedIn ? { sub: String(signedIn.userId), signedIn } : {};
      },
      session({ session, token }) {
        return { expires: session.expires, ...(token.signedIn ? { signedIn: token.signedIn } : {}) };
      },
    },
  };
}

/** What the sign-in form is told where the password was right and a code is asked for. */
const CODE_REQUIRED = "code_required";

/** @returns undefined where a code is asked for. */
async function firstStep(given: unknown): Promise<SignedIn | undefined> {
  const step = await signIn(given, await clientAddress());
  if (step.done) return step.signedIn;
  (await cookies()).set(PENDING_COOKIE, step.pending, {
    httpOnly: true,
    sameSite: "lax",
    secure: (await headers()).get("x-forwarded-proto") === "https",
    path: "/",
    maxAge: step.minutes * 60,
  });
  return undefined;
}

async function secondStep(code: string): Promise<SignedIn> {
  const jar = await cookies();
  const pending = jar.get(PENDING_COOKIE)?.value ?? "";
  const signedIn = await signInWithCode({ pending, code }, await clientAddress());
  jar.delete(PENDING_COOKIE);
  return signedIn;
}

/** Whether this browser has come as far as the code. */
export async function codeIsAwaited(): Promise<boolean> {
  return awaitsCode((await cookies()).get(PENDING_COOKIE)?.value ?? "");
}

/**
 * Lets this browser stay signed in where a change has just ended every session of its user. Writes the cookie as
 * next-auth does: the one that is there says under which name.
 */
export async function renewSession(signedIn: SignedIn): Promise<void> {
  const jar = await cookies();
  const plain = "next-auth.session-token";
  const name = [`__Secure-${plain}`, plain].find((each) => jar.has(each));
  if (!name) return;
  const token = { sub: String(signedIn.userId), signedIn };
  jar.set(name, await encode({ token, secret: sessionSecret(), maxAge: SESSION_S }), {
    httpOnly: true,
    sameSite: "lax",
    secure: name !== plain,
    path: "/",
    maxAge: SESSION_S,
  });
}

const sessionSecret = () => keyFor("session").toString("hex");

/** The client's address as our server found it, never as the client claims. */
export async function clientAddress(): Promise<string | null> {
  return (await headers()).get("x-client-address") || null;
}

/** Who is signed in, checked against the database at every request; null where nobody is, or no longer. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await getServerSession(authOptions());
  return session?.signedIn ? viewerOf(session.signedIn, await clientAddress()) : null;
});

/** For pages and actions: whoever is not signed in is sent to sign in. */
export async function requireViewer(): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(stepAddress("/sign-in", await askedPage()));
}

/** Whether the gateway requires two-factor authentication of the user, who has yet to set it up. */
export async function mustEnrol({ actor, twoFactor }: Viewer): Promise<boolean> {
  return actor.role === "admin" && !twoFactor && (await twoFactorRequiredOfAdmins());
}

/** Keeps the ticket of an admin who looks at an account as its developers see it. */
const VIEWING_COOKIE = "viewing";

/** The account that an admin looks at as its developers see it; null where they do not. */
const currentOnlooker = cache(async () => {
  const viewer = await currentViewer();
  const ticket = (await cookies()).get(VIEWING_COOKIE)?.value;
  return viewer && ticket ? onlookerOf(viewer.actor, ticket) : null;
});

/** From now on this browser sees the developer's dashboard of an account, read only. */
export async function keepViewing(ticket: string): Promise<void> {
  (await cookies()).set(VIEWING_COOKIE, ticket, {
    httpOnly: true,
    sameSite: "lax",
    secure: (await headers()).get("x-forwarded-proto") === "https",
    path: "/",
  });
}

/** @returns the ticket, which this browser keeps no longer. */
export async function dropViewing(): Promise<string> {
  const jar = await cookies();
  const ticket = jar.get(VIEWING_COOKIE)?.value ?? "";
  jar.delete(VIEWING_COOKIE);
  return ticket;
}

/** Whoever acts in the part of the dashboard that was asked for: an onlooker on the developer's side. */
export async function whoActs(): Promise<UserActor | null> {
  const viewer = await currentViewer();
  const onAdminsSide = (await askedPath()).startsWith("/admin");
  return (!onAdminsSide && (await currentOnlooker())?.actor) || (viewer?.actor ?? null);
}

/** The path of this request, as our server read it. */
export async function askedPath(): Promise<string> {
  return (await headers()).get("x-asked-path") ?? "";
}

/** The page of this request, or of the action that was called from it, with its query. */
async function askedPage(): Promise<string> {
  const query = new URLSearchParams((await headers()).get("x-asked-query") ?? "");
  // By this Next asks for a page's parts alone.
  query.delete("_rsc");
  return `${await askedPath()}${query.size > 0 ? `?${query}` : ""}`;
}

/** A developer, whose account the page is about, or an admin who looks at it. Else an admin is sent to their own pages. */
export async function requireDeveloper() {
  const viewer = await requireViewer();
  const { actor } = viewer;
  if (actor.role === "developer") return { ...viewer, actor, accountId: actor.accountId };
  const seen = await currentOnlooker();
  if (!seen) redirect("/admin");
  if (await mustEnrol(viewer)) redirect(stepAddress("/two-factor", await askedPage()));
  return { ...viewer, actor: seen.actor, accountId: seen.actor.accountId, accountName: seen.accountName };
}

/** An admin. A developer who asks for what is the admin's leaves a trace, and is sent to their own pages. */
export async function requireAdmin() {
  if (!(await currentViewer())) await noteStranger();
  const viewer = await requireViewer();
  const { actor } = viewer;
  if (actor.role !== "admin") {
    await noteAttempt(actor);
    redirect("/");
  }
  if (await mustEnrol(viewer)) redirect(stepAddress("/two-factor", await askedPage()));
  return { ...viewer, actor };
}

/** For route handlers, which have no page to send anybody to. @returns the status for whoever is not let in. */
export async function admit(side: "developer" | "admin"): Promise<UserActor | 401 | 403> {
  const viewer = await currentViewer();
  if (!viewer) {
    if (side === "admin") await noteStranger();
    return 401;
  }
  const { actor } = viewer;
  if (await mustEnrol(viewer)) return 403;
  if (actor.role === side) return actor;
  if (side === "developer") return (await currentOnlooker())?.actor ?? 403;
  await noteAttempt(actor);
  return 403;
}

/** Once a request: layout and page ask both. */
const noteAttempt = cache(async (actor: UserActor) => noteRefusedAccess(actor, await askedPath()));

/**
 * Whoever has no session is nobody, and anybody can be that as often as they like: a line in the log, which is
 * rotated, and nothing in the database.
 */
const noteStranger = cache(async () => {
  log().info({ address: await clientAddress() }, "what is an admin's was asked for without a session");
});
