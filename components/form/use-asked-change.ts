"use client";

import { toast } from "@heroui/react";
import { useState } from "react";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";

/** A change that a dialog asks about, and that a toast confirms with `done`. */
export function useAskedChange(work: () => Promise<Outcome>, done: string) {
  const failure = useFailure();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const change = async () => {
    setBusy(true);
    const outcome = await attempt(work());
    setBusy(false);
    setAsking(false);
    if (outcome.ok) toast.success(done);
    else toast.danger(failure(outcome));
  };
  return { asking, setAsking, busy, change };
}
