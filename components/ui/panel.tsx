import type { ReactNode } from "react";

/** A section of a page, with a border rather than a shadow. */
export function Panel({
  id,
  title,
  action,
  children,
  className = "",
  flush = false,
}: {
  id?: string;
  title?: string;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Without padding, for tables that fill it. */
  flush?: boolean;
}) {
  return (
    <section id={id} className={`scroll-mt-16 rounded-lg border border-border bg-surface ${className}`}>
      {(title || action) && (
        <div className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-b border-separator px-4 py-2">
          {title && <h2 className="text-sm font-semibold">{title}</h2>}
          {action}
        </div>
      )}
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
