import Link from "next/link";

export interface Figure {
  name: string;
  value: string;
  hint: string;
  warn?: boolean;
  /** Where the value leads: the list that proves it. */
  href?: string;
  /** Where the hint leads, if it says something else. */
  hintHref?: string;
}

/** A few key figures, each with its name and an explanation. */
export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-border bg-separator lg:grid-cols-4">
      {figures.map(({ name, value, hint, warn = false, href, hintHref }) => (
        <div key={name} className="relative flex min-w-0 flex-col bg-surface p-4">
          <dt className="text-[13px] text-muted">{name}</dt>
          <dd className={`tabular mt-1 text-2xl font-semibold ${warn ? "text-failed" : ""}`}>
            {href ? (
              // The whole figure can be pressed, except a hint that leads elsewhere.
              <Link
                href={href}
                prefetch={false}
                aria-label={`${name}: ${value}`}
                className="outline-none after:absolute after:inset-0 hover:underline focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
              >
                {value}
              </Link>
            ) : (
              value
            )}
          </dd>
          <dd className="mt-0.5 text-[13px] text-muted">
            {hintHref ? (
              <Link href={hintHref} prefetch={false} className="relative z-10 hover:underline">
                {hint}
              </Link>
            ) : (
              hint
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
