"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useOptimistic, useTransition } from "react";

/** New values of parameters; null or an empty text removes one. */
export type Changes = Record<string, string | null>;

export interface TableAddress {
  /** What was last asked for, before the server has answered it: choices are ticked as soon as they are made. */
  params: URLSearchParams;
  /** The address with changes, for links. A changed filter or page size goes back to the first page. */
  hrefWith: (changes: Changes) => string;
  /** Navigates; the old rows stay, dimmed, until the new ones arrive. */
  go: (changes: Changes, how?: "push" | "replace") => void;
  /** New rows are being loaded. */
  pending: boolean;
}

const Address = createContext<TableAddress | null>(null);

/** These parameters change which part of the list is shown, or how, but not the list. */
const KEEPS_PAGE = new Set(["after", "before", "hide", "show", "dense"]);
/** What is open beside the list; a link to another part of the list drops it. */
export const OPEN_PARAM = "open";

function changed(params: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(params);
  if (Object.keys(changes).some((name) => !KEEPS_PAGE.has(name))) {
    next.delete("after");
    next.delete("before");
  }
  next.delete(OPEN_PARAM);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** The address is the state of a table: the components below read and change it here. */
export function TableAddressProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const pathname = usePathname();
  const [query, setQuery] = useOptimistic(useSearchParams().toString());
  const [pending, start] = useTransition();
  const address = useMemo<TableAddress>(() => {
    const params = new URLSearchParams(query);
    const queryWith = (changes: Changes) => changed(params, changes).toString().replaceAll("%2C", ",");
    const hrefOf = (wanted: string) => (wanted ? `${pathname}?${wanted}` : pathname);
    return {
      params,
      hrefWith: (changes) => hrefOf(queryWith(changes)),
      go: (changes, how = "push") => {
        const wanted = queryWith(changes);
        start(() => {
          setQuery(wanted);
          router[how](hrefOf(wanted), { scroll: false });
        });
      },
      pending,
    };
  }, [router, pathname, query, setQuery, pending]);
  return <Address value={address}>{children}</Address>;
}

export function useTableAddress(): TableAddress {
  const address = useContext(Address);
  if (!address) throw new Error("no table around");
  return address;
}
