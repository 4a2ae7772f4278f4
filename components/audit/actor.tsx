import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import type { AuditView } from "./audit-view.ts";

/** Who it was: a person by their e-mail, or what acted beside people. */
export function ActorName({ actorKind, actorName }: Pick<AuditView, "actorKind" | "actorName">) {
  const t = useTranslations("audit");
  return (
    <span className="inline-block max-w-56 break-words">
      <Ltr>{actorName}</Ltr>
      {actorKind !== "user" && (
        <span className="text-muted"> ({t(actorKind === "system" ? "system" : "commandLine")})</span>
      )}
    </span>
  );
}
