import type { ReactNode } from "react";
import { type AccountTemplateProps, foundTemplate } from "./found.ts";

/** Checks that the template exists before the skeleton is sent, because that also sends the response's status. */
export default async function AccountTemplateLayout({
  params,
  children,
}: AccountTemplateProps & { children: ReactNode }) {
  const { id, template } = await params;
  await foundTemplate(id, template);
  return children;
}
