import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession, type NextAuthOptions } from "next-auth";
import { encode } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { cache } from "react";
import { Refused } from "#core/refusal.ts";
import { keyFor } from "#runtime/keys.ts";
import { type Viewer, viewerOf } from "#services/session.ts";
import { twoFactorRequiredOfAdmins } from "#services/settings.ts";
import { awaitsCode, type SignedIn, signIn, signInWithCode } from "#services/sign-in.ts";

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
  return (await currentViewer()) ?? redirect("/sign-in");
}

/** Whether the gateway requires two-factor authentication of the user, who has yet to set it up. */
export async function mustEnrol({ actor, twoFactor }: Viewer): Promise<boolean> {
  return actor.role === "admin" && !twoFactor && (await twoFactorRequiredOfAdmins());
}

/** A developer, whose account the page is about. An admin is sent to the admin's pages. */
export async function requireDeveloper() {
  const viewer = await requireViewer();
  const { actor } = viewer;
  if (actor.role !== "developer") redirect("/admin");
  return { ...viewer, actor, accountId: actor.accountId };
}

export async function requireAdmin() {
  const viewer = await requireViewer();
  const { actor } = viewer;
  if (actor.role !== "admin") redirect("/");
  if (await mustEnrol(viewer)) redirect("/two-factor");
  return { ...viewer, actor };
}
