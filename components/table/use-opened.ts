import { usePathname, useSearchParams } from "next/navigation";
import { useRef } from "react";
import { OPEN_PARAM } from "./table-address.tsx";

/** The thing that the address opens beside its list; see `DataTable`'s `hrefOf` and `onOpen`. */
export function useOpened<Id extends string | number>() {
  const params = useSearchParams();
  const pathname = usePathname();
  const opened = useRef(false);
  const addressOf = (id: Id | null) => {
    const next = new URLSearchParams(params);
    next.delete(OPEN_PARAM);
    if (id !== null) next.set(OPEN_PARAM, String(id));
    return next.size > 0 ? `${pathname}?${next}` : pathname;
  };
  return {
    opened: params.get(OPEN_PARAM),
    addressOf,
    // The list is not reloaded: its rows would move while the reader looks at them.
    open(id: Id) {
      opened.current = true;
      window.history.pushState(null, "", addressOf(id));
    },
    close() {
      // Goes back to the list that opened it; a reader who followed a link has no such history entry.
      if (opened.current) window.history.back();
      else window.history.replaceState(null, "", addressOf(null));
      opened.current = false;
    },
  };
}
