"use client";

import { toast } from "@heroui/react";
import { useState } from "react";
import type { Outcome } from "#components/ui/outcome.ts";
import { useChange } from "./use-change.ts";

/** A change that a dialog asks about, and that a toast confirms with `done`. */
export function useAskedChange(work: () => Promise<Outcome>, done: string) {
  const { busy, run } = useChange();
  const [asking, setAsking] = useState(false);
  const change = async () => {
    await run(work(), () => toast.success(done));
    setAsking(false);
  };
  return { asking, setAsking, busy, change };
}
