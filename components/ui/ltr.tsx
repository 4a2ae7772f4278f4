import type { ReactNode } from "react";

/** Numbers, codes, tokens, addresses and code stay left to right inside Arabic text. */
export function Ltr({
  children,
  mono = false,
  className = "",
}: {
  children: ReactNode;
  mono?: boolean;
  className?: string;
}) {
  return (
    <bdi dir="ltr" className={`${mono ? "font-mono text-[0.92em]" : "tabular"} ${className}`}>
      {children}
    </bdi>
  );
}
