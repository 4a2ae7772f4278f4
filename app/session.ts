import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession, type NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { cache } from "react";
import { Refused } from "#core/refusal.ts";
import { keyFor } from "#runtime/keys.ts";
import { type Viewer, viewerOf } from "#services/session.ts";
import { type SignedIn, signIn } from "#services/sign-in.ts";

/** The session's cookie lives this long after the last visit. */
const SESSION_DAYS = 7;

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
    secret: keyFor("session").toString("hex"),
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        // The code of a refusal travels as the error's message; the page owns the words.
        async authorize(given, request) {
          try {
            const address = request.headers?.["x-client-address"];
            const signedIn = await signIn(given, typeof address === "string" && address ? address : null);
            return { id: String(signedIn.userId), signedIn };
          } catch (error) {
            if (error instanceof Refused) throw new Error(error.code);
            throw new Error("unavailable");
          }
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
  return { ...viewer, actor };
}
