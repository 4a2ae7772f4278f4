/** An HTTP status in the colour of its outcome: sent, unknown, or refused. */
export function StatusCode({ status }: { status: number }) {
  const color = status < 300 ? "text-delivered" : status === 504 ? "text-unknown" : "text-failed";
  return (
    <span
      dir="ltr"
      className={`tabular rounded border border-current px-1.5 font-mono text-[13px] font-semibold ${color}`}
    >
      {status}
    </span>
  );
}
