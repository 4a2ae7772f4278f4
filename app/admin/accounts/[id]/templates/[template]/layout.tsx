import type { ReactNode } from "react";
import { type AccountTemplateProps, foundTemplate } from "./found.ts";

/** Looks whether it is there before the skeleton is sent, and with it the status of the answer. */
export default async function AccountTemplateLayout({
  params,
  children,
}: AccountTemplateProps & { children: ReactNode }) {
  const { id, template } = await params;
  await foundTemplate(id, template);
  return children;
}
