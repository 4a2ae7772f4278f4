"use client";

import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from "react";
import type { Outcome } from "#components/ui/outcome.ts";
import { newUuid } from "#core/input/uuid.ts";
import { isSettled } from "./use-form-key.ts";

/**
 * Keeps what is typed into a long form for this tab, so that an expired session, a reload or going back loses nothing.
 * Call `forget` once it is saved, with the new basis; `restored` tells the form that values were restored. The form's key
 * (see `useFormKey`) is kept with them: after a reload it is still the same change that is submitted.
 */
export function useKept<T extends { [Field in keyof T]: string }>(
  name: string,
  initial: T,
): {
  typed: T;
  setTyped: Dispatch<SetStateAction<T>>;
  restored: boolean;
  formKey: () => string;
  /** After a submission: whether the next one is another change. */
  settle: (outcome: Outcome) => void;
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
    forgetKept(name);
    setState(initial);
    setRestored(false);
  };
  const formKey = () => {
    const kept = sessionStorage.getItem(formKeyOf(name)) ?? newUuid();
    sessionStorage.setItem(formKeyOf(name), kept);
    return kept;
  };
  const settle = (outcome: Outcome) => {
    if (isSettled(outcome)) sessionStorage.removeItem(formKeyOf(name));
  };
  return { typed, setTyped, restored, formKey, settle, forget, discard };
}

const keyOf = (name: string) => `kept:${name}`;
const formKeyOf = (name: string) => `kept-key:${name}`;

/** For a component outside the form that discards what the form edits. */
export function forgetKept(name: string): void {
  sessionStorage.removeItem(keyOf(name));
  sessionStorage.removeItem(formKeyOf(name));
}

function read<T>(key: string): Partial<T> | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
