import { Ban, CircleAlert, CircleCheck } from "lucide-react";

/** The status of an answer: a colour and an icon beside the number. */
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
      className={`tabular inline-flex items-center gap-1.5 text-[13px] font-medium ${color}`}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden="true" />
      {status}
    </span>
  );
}
