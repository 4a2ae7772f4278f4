import type { ReactNode } from "react";
import { type CarrierProps, foundCarrier } from "./found.ts";

/** Checks that the carrier exists before the skeleton is sent, because that also sends the response's status. */
export default async function CarrierLayout({ params, children }: CarrierProps & { children: ReactNode }) {
  await foundCarrier((await params).name);
  return children;
}
