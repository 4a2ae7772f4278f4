"use client";

import { useEffect } from "react";

/** Fetches the code of what may be opened next, as soon as the browser has nothing else to do. */
export function usePreloaded(load: () => Promise<unknown>): void {
  useEffect(() => {
    const idle = window.requestIdleCallback?.(() => void load().catch(() => {}));
    return () => window.cancelIdleCallback?.(idle);
  }, [load]);
}
