import { Archive, Ban, CircleCheck, CircleHelp, Clock, FilePen, type LucideIcon, Send } from "lucide-react";
import { useTranslations } from "next-intl";

type Outcome = "pending" | "sent" | "delivered" | "failed" | "unknown";
type TemplateState = "draft" | "waiting" | "approved" | "rejected" | "revoked" | "archived";

const looks: Record<Outcome | TemplateState, { icon: LucideIcon; color: string }> = {
  pending: { icon: Clock, color: "text-pending" },
  sent: { icon: Send, color: "text-sent" },
  delivered: { icon: CircleCheck, color: "text-delivered" },
  failed: { icon: Ban, color: "text-failed" },
  unknown: { icon: CircleHelp, color: "text-unknown" },
  waiting: { icon: Clock, color: "text-unknown" },
  draft: { icon: FilePen, color: "text-muted" },
  approved: { icon: CircleCheck, color: "text-accent" },
  rejected: { icon: Ban, color: "text-danger" },
  revoked: { icon: Ban, color: "text-danger" },
  archived: { icon: Archive, color: "text-muted" },
};

/** A state as a colour, an icon and a word: never as a colour alone. */
export function Status({ of, label }: { of: Outcome | TemplateState; label?: string }) {
  const t = useTranslations("common.status");
  const { icon: Icon, color } = looks[of];
  return (
    <span className={`inline-flex items-center gap-1.5 text-[13px] font-medium whitespace-nowrap ${color}`}>
      <Icon className={`size-3.5 shrink-0 ${of === "sent" ? "mirrored" : ""}`} aria-hidden="true" />
      {/* The line of words around it goes by the word, not by the icon. */}
      <span className="self-baseline">{label ?? t(of)}</span>
    </span>
  );
}
