import type { ReactNode } from "react";
import { foundTemplate, type TemplatePageProps } from "./found.ts";

/** Looks whether it is there before the skeleton is sent, and with it the status of the answer. */
export default async function TemplateLayout({
  params,
  children,
}: TemplatePageProps & { children: ReactNode }) {
  await foundTemplate((await params).id);
  return children;
}
