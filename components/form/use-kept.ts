"use client";

import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from "react";

/**
 * Keeps what is typed into a long form for this tab, so that an expired session, a reload or going back loses nothing.
 * Call `forget` once it is saved, with the new basis; `restored` tells the form that values were restored.
 */
export function useKept<T extends { [Field in keyof T]: string }>(
  name: string,
  initial: T,
): {
  typed: T;
  setTyped: Dispatch<SetStateAction<T>>;
  restored: boolean;
  forget: (saved?: Partial<T>) => void;
  discard: () => void;
} {
  const key = keyOf(name);
  const [typed, setState] = useState(initial);
  const [restored, setRestored] = useState(false);

  // After the first paint, which must be what the server drew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept counts once, when the form opens
  useEffect(() => {
    const kept = read<T>(key);
    const fields = Object.keys(initial) as (keyof T)[];
    if (kept && fields.some((field) => kept[field] !== initial[field])) {
      setState({ ...initial, ...kept });
      setRestored(true);
    }
  }, [key]);

  const setTyped = useCallback(
    (change: SetStateAction<T>) =>
      setState((before) => {
        const after = typeof change === "function" ? change(before) : change;
        sessionStorage.setItem(key, JSON.stringify(after));
        return after;
      }),
    [key],
  );
  // `setTyped` would store the value again: saving changes only the form.
  const forget = useCallback(
    (saved?: Partial<T>) => {
      sessionStorage.removeItem(key);
      if (saved) setState((before) => ({ ...before, ...saved }));
    },
    [key],
  );
  const discard = () => {
    forget();
    setState(initial);
    setRestored(false);
  };
  return { typed, setTyped, restored, forget, discard };
}

const keyOf = (name: string) => `kept:${name}`;

/** For a component outside the form that discards what the form edits. */
export function forgetKept(name: string): void {
  sessionStorage.removeItem(keyOf(name));
}

function read<T>(key: string): Partial<T> | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
