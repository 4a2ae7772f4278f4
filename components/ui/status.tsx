import { Archive, Ban, CircleCheck, CircleHelp, Clock, FilePen, type LucideIcon, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

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
  return (
    <StateMark {...looks[of]} mirrored={of === "sent"}>
      {label ?? t(of)}
    </StateMark>
  );
}

/** The look of every state: its icon and its word in its colour. */
export function StateMark({
  icon: Icon,
  color,
  mirrored = false,
  children,
}: {
  icon: LucideIcon;
  color: string;
  /** The icon points along the reading direction. */
  mirrored?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={`inline-flex items-center gap-1.5 text-[13px] font-medium whitespace-nowrap ${color}`}>
      <Icon className={`size-3.5 shrink-0 ${mirrored ? "mirrored" : ""}`} aria-hidden="true" />
      {/* The line of words around it goes by the word, not by the icon. */}
      <span className="self-baseline">{children}</span>
    </span>
  );
}
