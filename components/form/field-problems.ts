"use client";

import { useTranslations } from "next-intl";

/**
 * The text of a field's first problem. Schemas and services return codes; a code without a text is shown as it is, so
 * that it gets noticed.
 */
export function useProblem(): (codes: string[] | undefined) => string | undefined {
  const t = useTranslations("problems");
  return (codes) => {
    const code = codes?.[0];
    if (code === undefined) return undefined;
    return t.has(code as never) ? t(code as never) : code;
  };
}
