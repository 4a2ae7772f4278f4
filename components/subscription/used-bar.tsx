/** The used share of a quota. The text beside it says the same. */
export function UsedBar({ quota, used, past = false }: { quota: number; used: number; past?: boolean }) {
  const share = quota === 0 ? 0 : used / quota;
  return (
    <div
      aria-hidden="true"
      className="my-2 h-1.5 overflow-hidden rounded-full bg-surface-tertiary forced-colors:border"
    >
      <div
        className={`h-full forced-color-adjust-none ${past ? "bg-pending" : share >= 0.9 ? "bg-unknown" : "bg-accent"}`}
        style={{ width: `${Math.round(share * 100)}%` }}
      />
    </div>
  );
}
