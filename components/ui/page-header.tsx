import type { ReactNode } from "react";

/** Title, one sentence about the page's purpose, and one primary action at the end side. */
export function PageHeader({
  title,
  lead,
  action,
  level = 1,
}: {
  title: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
  /** 2 for a part of a page that has a title already, such as under tabs. */
  level?: 1 | 2;
}) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-[80ch]">
        {level === 1 ? (
          <h1 className="text-xl font-semibold wrap-anywhere">{title}</h1>
        ) : (
          <h2 className="text-base font-semibold wrap-anywhere">{title}</h2>
        )}
        {lead && <p className="mt-1 text-pretty text-muted">{lead}</p>}
      </div>
      {action && <div className="flex flex-wrap gap-2 sm:shrink-0 print:hidden">{action}</div>}
    </header>
  );
}
