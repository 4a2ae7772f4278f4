import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import type { AuditView } from "./audit-view.ts";

/** Who acted: a user by e-mail, or a part of the system. */
export function ActorName({ actorKind, actorName }: Pick<AuditView, "actorKind" | "actorName">) {
  const t = useTranslations("audit");
  return (
    <span className="inline-block w-max max-w-44 wrap-anywhere @6xl:max-w-56">
      <Ltr>{actorName}</Ltr>
      {actorKind !== "user" && (
        <span className="text-muted"> ({t(actorKind === "system" ? "system" : "commandLine")})</span>
      )}
    </span>
  );
}
