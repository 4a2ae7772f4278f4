import type { ReactNode } from "react";
import { foundTemplate, type TemplatePageProps } from "./found.ts";

/** Checks that the template exists before the skeleton is sent, because that also sends the response's status. */
export default async function TemplateLayout({
  params,
  children,
}: TemplatePageProps & { children: ReactNode }) {
  await foundTemplate((await params).id);
  return children;
}
