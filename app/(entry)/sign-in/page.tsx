import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "#components/entry/sign-in-form.tsx";
import { landingPage, stepAddress } from "#core/access/asked-page.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { currentViewer, sessionHasEnded } from "../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry"))("title") };
}

/** After signing in the forms reload this page, which then redirects to the page originally asked for. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next } = await searchParams;
  const viewer = await currentViewer();
  if (viewer) redirect(landingPage(next, viewer.actor.role));
  return <SignInForm codeStep={stepAddress("/sign-in/code", next)} hasEnded={await sessionHasEnded()} />;
}
