import { useEffect, useState } from "react";
import type { Side } from "#components/shell/navigation.ts";
import { type FindingKind, sendable } from "#core/search/finding-kinds.ts";
import type { Found } from "./entry.ts";

const PAGES: Record<Side, string> = { developer: "/find", admin: "/admin/find" };

/** The delay after the last keystroke before the server is asked, in milliseconds. */
const PAUSE_MS = 200;

export interface Answer {
  findings: Found[];
  /** Something took too long and is missing. */
  partial: boolean;
}

const nothing: Answer = { findings: [], partial: false };

/**
 * What the server finds for a text. A question that is still open is given up when the text changes, and until there is
 * another answer the last one stays, so that the list does not jump with each letter.
 */
export function useFind(
  side: Side,
  typed: string,
  kind: FindingKind | null,
): Answer & { state: "idle" | "asking" | "unreachable" } {
  const text = sendable(typed).trim();
  const [answer, setAnswer] = useState<Answer>(nothing);
  const [state, setState] = useState<"idle" | "asking" | "unreachable">("idle");
  useEffect(() => {
    if (text === "") {
      setAnswer(nothing);
      setState("idle");
      return;
    }
    setState("asking");
    const gone = new AbortController();
    const query = new URLSearchParams({ q: text, ...(kind && { kind }) });
    const ask = async () => {
      const response = await fetch(`${PAGES[side]}?${query}`, { signal: gone.signal });
      // The session has ended: the page asks for sign-in.
      if (response.status === 401) window.location.reload();
      if (!response.ok) throw new Error(String(response.status));
      setAnswer(await response.json());
      setState("idle");
    };
    const timer = setTimeout(() => {
      ask().catch(() => {
        if (gone.signal.aborted) return;
        setAnswer(nothing);
        setState("unreachable");
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [side, text, kind]);
  return { ...answer, state };
}
