import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RequiredTwoFactor } from "#components/entry/required-two-factor.tsx";
import { landingPage } from "#core/access/asked-page.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { mustEnrol, requireViewer } from "../../guards.ts";
import { twoFactorActions } from "../../profile-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("twoFactor"))("requiredTitle") };
}

/**
 * Shown before anything else if the gateway requires it and the user has not set it up. Afterwards the page stays: it
 * is rendered again with the session of the confirmation while the recovery codes are shown.
 */
export default async function TwoFactorPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next } = await searchParams;
  const viewer = await requireViewer();
  const done = !(await mustEnrol(viewer));
  return (
    <Words of={["twoFactor"]}>
      <RequiredTwoFactor done={done} next={landingPage(next, viewer.actor.role)} actions={twoFactorActions} />
    </Words>
  );
}
