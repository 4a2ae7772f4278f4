import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "#components/entry/sign-in-form.tsx";
import { currentViewer } from "../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("entry"))("title") };
}

export default async function SignInPage() {
  if (await currentViewer()) redirect("/");
  return <SignInForm />;
}
