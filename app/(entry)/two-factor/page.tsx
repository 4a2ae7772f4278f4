import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RequiredTwoFactor } from "#components/entry/required-two-factor.tsx";
import { Words } from "#i18n/pick.tsx";
import { twoFactorActions } from "../../profile-view.tsx";
import { mustEnrol, requireViewer } from "../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("twoFactor"))("requiredTitle") };
}

/** Before anything else, where the gateway requires it and the user has not set it up. */
export default async function TwoFactorPage() {
  if (!(await mustEnrol(await requireViewer()))) redirect("/");
  return (
    <Words of={["twoFactor"]}>
      <RequiredTwoFactor actions={twoFactorActions} />
    </Words>
  );
}
