"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useTransition } from "react";

/** New values of parameters; null or an empty text takes one away. */
export type Changes = Record<string, string | null>;

export interface TableAddress {
  params: URLSearchParams;
  /** The address with changes, for links. Another filter or size begins at the first page again. */
  hrefWith: (changes: Changes) => string;
  /** Goes there; the old rows stay, dimmed, until the new ones come. */
  go: (changes: Changes, how?: "push" | "replace") => void;
  /** New rows are on their way. */
  pending: boolean;
}

const Address = createContext<TableAddress | null>(null);

/** These change which part of the list is seen, or how, and not the list. */
const KEEPS_PAGE = new Set(["after", "before", "hide", "show", "dense"]);
/** What is open beside the list. It belongs to no other part of it. */
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

/** The address is the state of a table: everything below reads it and changes it here. */
export function TableAddressProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const [pending, start] = useTransition();
  const address = useMemo<TableAddress>(() => {
    const hrefWith = (changes: Changes) => {
      const query = changed(new URLSearchParams(params), changes).toString().replaceAll("%2C", ",");
      return query ? `${pathname}?${query}` : pathname;
    };
    return {
      params: new URLSearchParams(params),
      hrefWith,
      go: (changes, how = "push") => start(() => router[how](hrefWith(changes), { scroll: false })),
      pending,
    };
  }, [router, pathname, params, pending]);
  return <Address value={address}>{children}</Address>;
}

export function useTableAddress(): TableAddress {
  const address = useContext(Address);
  if (!address) throw new Error("no table around");
  return address;
}
