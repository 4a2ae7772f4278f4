import { Ban, CircleAlert, CircleCheck } from "lucide-react";

/** The HTTP status of an answer: done, refused, or failed in the gateway, by colour and icon. */
export function StatusCode({ status }: { status: number }) {
  const [Icon, color] =
    status < 400
      ? [CircleCheck, "text-delivered"]
      : status < 500
        ? [Ban, "text-failed"]
        : [CircleAlert, "text-unknown"];
  return (
    <span
      data-status-code
      dir="ltr"
      className={`tabular inline-flex items-center gap-1.5 text-[13px] font-medium ${color}`}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden="true" />
      <span className="self-baseline">{status}</span>
    </span>
  );
}
