import Link from "next/link";
import { useFormatter } from "next-intl";

export interface CountRow {
  key: string;
  name: string;
  count: number;
  /** The list that proves the count; null if there is none. */
  href: string | null;
  /** Words of somebody else, in any direction. */
  quoted?: boolean;
}

/** Names with their counts, each with a bar proportional to the most frequent one, and a link to what was counted. */
export function Counts({ label, rows }: { label: string; rows: CountRow[] }) {
  const format = useFormatter();
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const digits = format.number(most).length;
  const content = ({ name, count, quoted }: CountRow) => (
    <>
      <span
        aria-hidden="true"
        className="absolute inset-y-0 start-0 rounded bg-surface-tertiary"
        style={{ width: `${(100 * count) / most}%` }}
      />
      <span className="relative min-w-0 truncate group-hover:underline">
        {quoted ? <bdi dir="auto">{name}</bdi> : name}
      </span>
      <span className="tabular relative shrink-0 text-number font-medium" style={{ minWidth: `${digits}ch` }}>
        {format.number(count)}
      </span>
    </>
  );
  return (
    <ul aria-label={label} className="-mx-2 flex flex-col gap-1 text-[13px]">
      {rows.map((row) => (
        <li key={row.key}>
          {row.href !== null && row.count > 0 ? (
            <Link href={row.href} prefetch={false} className={`group ${line}`}>
              {content(row)}
            </Link>
          ) : (
            <div className={line}>{content(row)}</div>
          )}
        </li>
      ))}
    </ul>
  );
}

const line = "relative flex items-baseline justify-between gap-4 rounded px-2 py-1";
