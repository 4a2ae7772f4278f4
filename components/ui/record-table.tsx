import type { ReactNode } from "react";

/** A table that becomes a list of cards on narrow screens, each value beside its column's name. */
export function RecordTable({
  label,
  columns,
  numeric = [],
  actions,
  children,
}: {
  label: string;
  columns: string[];
  /** Those of `columns` that hold numbers. Digits run left to right in both languages, so they are aligned to the right. */
  numeric?: string[];
  /** The header of a last column of buttons, for screen readers. */
  actions?: string;
  children: ReactNode;
}) {
  return (
    <div className="@container">
      <table aria-label={label} className="w-full text-[13px] @max-2xl:block">
        <thead className="@max-2xl:sr-only">
          <tr className="h-10 border-b border-separator text-muted">
            {columns.map((name) => (
              <th
                key={name}
                scope="col"
                className={`px-4 font-medium whitespace-nowrap ${numeric.includes(name) ? "text-number" : "text-start"}`}
              >
                {name}
              </th>
            ))}
            {actions && (
              <th scope="col">
                <span className="sr-only">{actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody className="@max-2xl:block">{children}</tbody>
      </table>
    </div>
  );
}

export function RecordRow({ children, muted = false }: { children: ReactNode; muted?: boolean }) {
  return (
    <tr
      className={`h-11 border-b border-separator last:border-b-0 @max-2xl:relative @max-2xl:flex @max-2xl:h-auto @max-2xl:flex-col @max-2xl:gap-1.5 @max-2xl:px-4 @max-2xl:py-3 ${muted ? "text-muted" : ""}`}
    >
      {children}
    </tr>
  );
}

/** A value. Without a label it takes the card's whole line: the record's name, or its actions. */
export function RecordCell({
  label,
  numeric = false,
  children,
  className = "",
}: {
  label?: string;
  numeric?: boolean;
  children: ReactNode;
  className?: string;
}) {
  return (
    <td
      className={`min-w-0 @2xl:px-4 @2xl:py-1.5 ${label ? "@max-2xl:flex @max-2xl:justify-between @max-2xl:gap-4" : "@max-2xl:block"} ${numeric ? "tabular @2xl:text-number" : ""} ${className}`}
    >
      {label && (
        <span aria-hidden="true" className="shrink-0 text-muted @2xl:hidden">
          {label}
        </span>
      )}
      <span className={label ? "min-w-0 @max-2xl:text-end" : "contents"}>{children}</span>
    </td>
  );
}

/** The row's one icon button, in the corner of a card beside the name. */
export function RecordMenu({ children }: { children: ReactNode }) {
  return (
    <td className="text-end @max-2xl:absolute @max-2xl:end-2 @max-2xl:top-1.5 @2xl:px-4 @2xl:py-1.5">
      {children}
    </td>
  );
}
