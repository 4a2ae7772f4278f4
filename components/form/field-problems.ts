"use client";

import { useTranslations } from "next-intl";

/**
 * The words of a field's first problem. What a schema or a service gives is a code; a code without words of its
 * own is shown as it is, so that it is seen.
 */
export function useProblem(): (codes: string[] | undefined) => string | undefined {
  const t = useTranslations("problems");
  return (codes) => {
    const code = codes?.[0];
    if (code === undefined) return undefined;
    return t.has(code as never) ? t(code as never) : code;
  };
}
