import type { ReactNode } from "react";

/** A table, which on a phone is a list of cards: there each value stands beside its column's name. */
export function RecordTable({
  label,
  columns,
  children,
}: {
  label: string;
  /** Names of the columns; an empty one is for actions. */
  columns: string[];
  children: ReactNode;
}) {
  return (
    <table aria-label={label} className="w-full text-[13px] max-md:block">
      <thead className="max-md:sr-only">
        <tr className="h-10 border-b border-separator text-muted">
          {columns.map((name, index) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity and never move
              key={index}
              scope="col"
              className="px-4 text-start font-medium whitespace-nowrap"
            >
              {name || <span className="sr-only">·</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">{children}</tbody>
    </table>
  );
}

export function RecordRow({ children, muted = false }: { children: ReactNode; muted?: boolean }) {
  return (
    <tr
      className={`h-11 border-b border-separator last:border-b-0 max-md:flex max-md:h-auto max-md:flex-col max-md:gap-1.5 max-md:px-4 max-md:py-3 ${muted ? "text-muted" : ""}`}
    >
      {children}
    </tr>
  );
}

/** A value. Without a label it takes the card's whole line: its name, or its actions. */
export function RecordCell({
  label,
  children,
  className = "",
}: {
  label?: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <td
      className={`min-w-0 md:px-4 md:py-2 ${label ? "max-md:flex max-md:justify-between max-md:gap-4" : "max-md:block"} ${className}`}
    >
      {label && (
        <span aria-hidden="true" className="shrink-0 text-muted md:hidden">
          {label}
        </span>
      )}
      <span className={label ? "min-w-0 max-md:text-end" : "contents"}>{children}</span>
    </td>
  );
}
