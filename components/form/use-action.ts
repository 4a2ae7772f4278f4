"use client";

import { useState } from "react";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import { meanwhileOf } from "./changed-meanwhile.tsx";
import { useFormKey, useKeyedTexts } from "./use-form-key.ts";

/** Runs one action at a time and keeps its problem. `own` are the texts for the codes it expects. */
export function useAction(own: Record<string, string> = {}) {
  const failure = useFailure();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Extract<Outcome, { ok: false }>>();
  const run = async <T>(action: Promise<Outcome<T>>, then: (value: T) => void) => {
    setBusy(true);
    const result = await attempt(action);
    setBusy(false);
    setOutcome(result.ok ? undefined : result);
    if (result.ok) then(result.value);
    return result;
  };
  const refused = outcome && {
    code: outcome.code,
    fields: outcome.fields,
    text: failure(outcome, own),
    meanwhile: meanwhileOf(outcome),
  };
  return { busy, refused, run };
}

/** The same for a form whose change is made once, however often it is submitted: the action gets the form's key. */
export function useKeyedAction(own: Record<string, string> = {}) {
  const { key, settle } = useFormKey();
  const { run, ...action } = useAction({ ...useKeyedTexts(), ...own });
  const runKeyed = async <T>(action: (key: string) => Promise<Outcome<T>>, then: (value: T) => void) =>
    settle(await run(action(key), then));
  return { ...action, run: runKeyed };
}
