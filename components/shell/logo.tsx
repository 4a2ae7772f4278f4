"use client";

import { createContext, type ReactNode, useContext } from "react";
import { Mark } from "./mark.tsx";

const Version = createContext<string | null>(null);

/** The operator's logo, if one is set, for every page. */
export function LogoProvider({ version, children }: { version: string | null; children: ReactNode }) {
  return <Version value={version}>{children}</Version>;
}

/** The operator's logo, or the product's own mark in the current colour. `className` sets height and colour. */
export function Logo({ className = "" }: { className?: string }) {
  const version = useContext(Version);
  if (version === null) return <Mark className={`aspect-square w-auto ${className}`} />;
  // biome-ignore lint/performance/noImgElement: it is small, and comes as the operator made it
  return <img src={`/logo?v=${version}`} alt="" className={`w-auto max-w-14 object-contain ${className}`} />;
}
