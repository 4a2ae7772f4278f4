import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";

export type Step = "template" | "approval" | "whitelist" | "token" | "send";

/** What stands between an account and its first real send. */
export function Steps({
  done,
  links,
}: {
  done: Record<Step, boolean>;
  links: Partial<Record<Step, string>>;
}) {
  const t = useTranslations("overview");
  return (
    <Panel title={t("stepsTitle")}>
      <p className="mb-3 text-[13px] text-muted">{t("stepsText")}</p>
      <ol className="flex flex-col gap-2.5">
        {(Object.keys(done) as Step[]).map((step) => {
          const Icon = done[step] ? CircleCheck : Circle;
          const link = links[step];
          return (
            <li key={step} className="flex items-start gap-2.5">
              <Icon
                className={`mt-0.5 size-4 shrink-0 ${done[step] ? "text-accent" : "text-muted"}`}
                aria-hidden="true"
              />
              <span className="sr-only">{t(done[step] ? "done" : "open")}: </span>
              <span className={done[step] ? "text-muted" : ""}>
                {link && !done[step] ? (
                  <Link href={link} className="font-medium text-link underline underline-offset-4">
                    {t(step)}
                  </Link>
                ) : (
                  t(step)
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
