/** A few key figures, each with its name and an explanation. */
export function Figures({
  figures,
}: {
  figures: { name: string; value: string; hint: string; warn?: boolean }[];
}) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-border bg-separator lg:grid-cols-4">
      {figures.map(({ name, value, hint, warn = false }) => (
        <div key={name} className="flex min-w-0 flex-col bg-surface p-4">
          <dt className="text-[13px] text-muted">{name}</dt>
          <dd className={`tabular mt-1 text-2xl font-semibold ${warn ? "text-failed" : ""}`}>{value}</dd>
          <dd className="mt-0.5 text-[13px] text-muted">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}
