import { useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

/**
 * Passes on parameters of the address that mean something once, if the first of them is there: the address then loses them,
 * so that neither a reload nor the back button repeats it.
 */
export function useTakenParams(
  [first, second]: readonly [string, string?],
  take: (value: string, other: string | null) => unknown,
): void {
  const params = useSearchParams();
  const value = params.get(first);
  const other = second === undefined ? null : params.get(second);
  const onTaken = useEffectEvent(take);
  useEffect(() => {
    if (value === null) return;
    const address = new URL(window.location.href);
    address.searchParams.delete(first);
    if (second !== undefined) address.searchParams.delete(second);
    window.history.replaceState(null, "", address);
    onTaken(value, other);
  }, [first, second, value, other]);
}
