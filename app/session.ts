import "server-only";
import { cookies, headers } from "next/headers";
import { getServerSession, type NextAuthOptions } from "next-auth";
import { encode } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { cache } from "react";
import { SESSION_IDLE_DAYS } from "#core/access/session.ts";
import { Refused } from "#core/input/refusal.ts";
import { isDatabaseAway } from "#runtime/database/errors.ts";
import { keyFor } from "#runtime/keys.ts";
import { log } from "#runtime/log.ts";
import type { Client } from "#services/access/client.ts";
import { type SignedIn, signOut, type Viewer, viewerOf } from "#services/access/session.ts";
import { awaitsCode, type Entered, signIn, signInWithCode } from "#services/access/sign-in.ts";
import { onlookerOf } from "#services/access/viewing.ts";
import { clientAddress } from "./asked.ts";

/** The cookie lives this long after the last request; the database decides when the session itself ends. */
const SESSION_S = SESSION_IDLE_DAYS * 86_400;

/** The sealed ticket between password and code; not readable by scripts, and not a session. */
const PENDING_COOKIE = "sign-in";

/** Identifies a browser in which somebody has signed in before. It does not sign anybody in. */
const DEVICE_COOKIE = "device";
const DEVICE_S = 400 * 86_400;

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
        // The code of a refusal is the error's message; the page translates it.
        async authorize(given) {
          try {
            const signedIn =
              given?.code === undefined ? await firstStep(given) : await secondStep(given.code);
            if (signedIn) return { id: String(signedIn.userId), signedIn };
          } catch (error) {
            throw new Error(codeOf(error));
          }
          throw new Error(CODE_REQUIRED);
        },
      }),
    ],
    events: {
      async signOut({ token }) {
        if (token?.signedIn) await signOut(token.signedIn, await clientAddress());
      },
    },
    callbacks: {
      jwt({ token, user }) {
        // The e-mail and name that next-auth would copy into the cookie are not needed there.
        const signedIn = (user as { signedIn?: SignedIn } | undefined)?.signedIn ?? token.signedIn;
        return signedIn ? { sub: String(signedIn.userId), signedIn } : {};
      },
      session({ session, token }) {
        // A cookie from a release before sessions were stored names none.
        const signedIn = token.signedIn?.sessionId ? token.signedIn : undefined;
        return { expires: session.expires, ...(signedIn ? { signedIn } : {}) };
      },
    },
  };
}

/** The error code for the form, which learns nothing else. */
function codeOf(error: unknown): string {
  if (error instanceof Refused) return error.code;
  log().error({ err: error }, "a sign-in failed");
  return isDatabaseAway(error) ? "unavailable" : "internal";
}

/** The code that tells the sign-in form that the password was correct and a second factor is required. */
const CODE_REQUIRED = "code_required";

/** @returns undefined if a code is required. */
async function firstStep(given: unknown): Promise<SignedIn | undefined> {
  const step = await signIn(given, await clientOf());
  if (step.done) return entered(step);
  (await cookies()).set(PENDING_COOKIE, step.pending, await ownCookie(step.minutes * 60));
  return undefined;
}

async function secondStep(code: string): Promise<SignedIn> {
  const jar = await cookies();
  const pending = jar.get(PENDING_COOKIE)?.value ?? "";
  const done = await signInWithCode({ pending, code }, await clientOf());
  jar.delete(PENDING_COOKIE);
  return entered(done);
}

/** Stores the device cookie, so that this browser is recognised from now on. */
async function entered({ signedIn, device }: Entered): Promise<SignedIn> {
  (await cookies()).set(DEVICE_COOKIE, device, await ownCookie(DEVICE_S));
  return signedIn;
}

/** A cookie that is not available to scripts or other sites. */
async function ownCookie(maxAge: number) {
  const secure = (await headers()).get("x-forwarded-proto") === "https";
  return { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge } as const;
}

/** Whether this browser has passed the password step and must enter a code. */
export async function codeIsAwaited(): Promise<boolean> {
  return awaitsCode((await cookies()).get(PENDING_COOKIE)?.value ?? "");
}

/**
 * Renews this browser's session after a change that ended every session of its user. Writes the cookie as next-auth
 * does, under the name of the one that exists.
 */
export async function renewSession(signedIn: SignedIn): Promise<void> {
  const jar = await cookies();
  const plain = "next-auth.session-token";
  const name = [`__Secure-${plain}`, plain].find((each) => jar.has(each));
  if (!name) return;
  const token = { sub: String(signedIn.userId), signedIn };
  const sealed = await encode({ token, secret: sessionSecret(), maxAge: SESSION_S });
  jar.set(name, sealed, { ...(await ownCookie(SESSION_S)), secure: name !== plain });
}

const sessionSecret = () => keyFor("session").toString("hex");

/** The client of this request, for services that sign somebody in. */
export async function clientOf(): Promise<Client> {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  return {
    address: await clientAddress(),
    userAgent: sent.get("user-agent"),
    device: jar.get(DEVICE_COOKIE)?.value ?? null,
  };
}

/**
 * The signed-in user, checked against the database on every request; null if nobody is, or if the session has ended.
 */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await getServerSession(authOptions());
  return session?.signedIn ? viewerOf(session.signedIn, await clientAddress()) : null;
});

/** Whether this browser was signed in until its session ended, other than by signing out. */
export async function sessionHasEnded(): Promise<boolean> {
  const session = await getServerSession(authOptions());
  return session?.signedIn !== undefined && (await currentViewer()) === null;
}

/** Stores the ticket of an admin who views an account as its developers see it. */
const VIEWING_COOKIE = "viewing";

/** The account that an admin is viewing as its developers see it; null if none. */
export const currentOnlooker = cache(async () => {
  const viewer = await currentViewer();
  const ticket = (await cookies()).get(VIEWING_COOKIE)?.value;
  return viewer && ticket ? onlookerOf(viewer.actor, ticket) : null;
});

/** This browser then shows an account's developer dashboard, read only. */
export async function keepViewing(ticket: string): Promise<void> {
  (await cookies()).set(VIEWING_COOKIE, ticket, {
    httpOnly: true,
    sameSite: "lax",
    secure: (await headers()).get("x-forwarded-proto") === "https",
    path: "/",
  });
}

/** @returns the ticket, after removing it from this browser. */
export async function dropViewing(): Promise<string> {
  const jar = await cookies();
  const ticket = jar.get(VIEWING_COOKIE)?.value ?? "";
  jar.delete(VIEWING_COOKIE);
  return ticket;
}
