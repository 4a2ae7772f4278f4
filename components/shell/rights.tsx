"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Rights } from "#core/access/access.ts";

const RightsContext = createContext<Rights>({ change: false, manageTeam: false });

/** Tells everything below it what its reader may do. */
export function RightsProvider({ rights, children }: { rights: Rights; children: ReactNode }) {
  return <RightsContext value={rights}>{children}</RightsContext>;
}

/** What the reader may do, so that nothing is offered that the services would refuse. */
export function useRights(): Rights {
  return useContext(RightsContext);
}

/** Shows the way to a change to those who may make it. */
export function Allowed({ to = "change", children }: { to?: keyof Rights; children: ReactNode }) {
  return useRights()[to] ? children : null;
}
