import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SetPasswordForm } from "#components/entry/set-password-form.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { nameIn } from "#core/customer/account-name.ts";
import { Refused } from "#core/input/refusal.ts";
import type { Locale } from "#i18n/locale.ts";
import { presentation } from "#services/gateway/presentation.ts";
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
  const { kind, email, role, accountName, invitedBy } = link;
  const shell = await getTranslations("common");
  const { name } = await presentation();
  const locale = (await getLocale()) as Locale;
  const product = name[locale] ?? shell("product");
  const parts = {
    account: accountName === null ? "" : nameIn(accountName, locale),
    product,
    role,
    inviter: invitedBy ?? "",
    b: (text: ReactNode) => <bdi className="font-semibold">{text}</bdi>,
    e: (text: ReactNode) => <Ltr className="font-semibold break-all">{text}</Ltr>,
  };
  const text =
    kind === "password_reset"
      ? null
      : accountName === null
        ? t.rich("invitedToOperate", parts)
        : invitedBy === null
          ? t.rich("invitedByOperator", parts)
          : t.rich("invitedByMember", parts);
  return (
    <SetPasswordForm kind={kind} email={email} onSet={set}>
      {text && <p className="-mt-2 text-pretty">{text}</p>}
    </SetPasswordForm>
  );
}
