"use client";

import { toast } from "@heroui/react";
import { useState } from "react";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";

/** Runs a change that needs no form: a refusal is told in a toast. `own` are the texts for the codes it expects. */
export function useChange(own: Record<string, string> = {}) {
  const failure = useFailure();
  const [busy, setBusy] = useState(false);
  const run = async <T>(action: Promise<Outcome<T>>, then: (value: T) => void) => {
    setBusy(true);
    const outcome = await attempt(action);
    setBusy(false);
    if (outcome.ok) then(outcome.value);
    else toast.danger(failure(outcome, own));
  };
  return { busy, run };
}
