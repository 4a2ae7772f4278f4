import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CodeForm } from "#components/entry/code-form.tsx";
import { codeIsAwaited, currentViewer } from "../../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry"))("codeTitle") };
}

/** Only for whoever has just given the right password. */
export default async function CodePage() {
  if (await currentViewer()) redirect("/");
  if (!(await codeIsAwaited())) redirect("/sign-in");
  return <CodeForm />;
}
