/** The skeleton of a page with a list. */
export function ListSkeleton({ rows }: { rows: number }) {
  return (
    <div aria-busy="true">
      <div className="mb-2 h-7 w-40 animate-pulse rounded-md bg-surface-tertiary" />
      <div className="mb-6 h-5 w-72 max-w-full animate-pulse rounded-md bg-surface-tertiary" />
      <div className="divide-y divide-separator rounded-lg border border-border bg-surface">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
          <div key={row} className="flex h-16 items-center justify-between px-4">
            <div className="h-4 w-40 animate-pulse rounded bg-surface-tertiary" />
            <div className="h-4 w-20 animate-pulse rounded bg-surface-tertiary" />
          </div>
        ))}
      </div>
    </div>
  );
}
