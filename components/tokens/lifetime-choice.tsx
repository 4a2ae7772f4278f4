"use client";

import { useTranslations } from "next-intl";
import { Choice } from "#components/form/choice.tsx";
import type { Lifetime } from "./token-view.ts";

/** The lifetime of a new token. */
export function LifetimeChoice({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Lifetime;
  onChange: (value: Lifetime) => void;
}) {
  const t = useTranslations("tokens");
  const options = (["never", "30", "90", "365"] as const).map((each) => ({
    value: each,
    text: t(`lifetimes.${each}`),
  }));
  return <Choice name="lifetime" label={label} options={options} value={value} onChange={onChange} />;
}
