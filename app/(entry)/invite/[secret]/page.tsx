import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { SetPasswordForm } from "#components/entry/set-password-form.tsx";
import { Refused } from "#core/input/refusal.ts";
import { readLink, takeLink } from "#services/users/user-links.ts";
import { act } from "../../../action.ts";
import { clientAddress } from "../../../asked.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry"))("invited"), referrer: "no-referrer" };
}

export default async function InvitePage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const t = await getTranslations("entry");
  const link = await readLink(secret).catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });
  if (!link) {
    return (
      <>
        <h1 className="text-lg font-semibold">{t("linkInvalidTitle")}</h1>
        <p className="mt-2 text-muted">{t("linkInvalid")}</p>
        <Link
          href="/sign-in"
          className="mt-4 inline-block font-medium text-link underline underline-offset-4"
        >
          {t("toSignIn")}
        </Link>
      </>
    );
  }
  async function set(password: string) {
    "use server";
    return act(async () => takeLink({ secret, password }, await clientAddress()));
  }
  return <SetPasswordForm kind={link.kind} email={link.email} onSet={set} />;
}
