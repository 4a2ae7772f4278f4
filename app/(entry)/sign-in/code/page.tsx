import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CodeForm } from "#components/entry/code-form.tsx";
import { landingPage, stepAddress } from "#core/access/asked-page.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { codeIsAwaited, currentViewer } from "../../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry"))("codeTitle") };
}

/** Available only after the correct password has been entered. */
export default async function CodePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next } = await searchParams;
  const viewer = await currentViewer();
  if (viewer) redirect(landingPage(next, viewer.actor.role));
  if (!(await codeIsAwaited())) redirect(stepAddress("/sign-in", next));
  return <CodeForm startOver={stepAddress("/sign-in", next)} />;
}
