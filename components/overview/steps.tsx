import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { KeepFresh } from "#components/time/keep-fresh.tsx";
import { Panel } from "#components/ui/panel.tsx";

export type Step = "template" | "approval" | "credit" | "whitelist" | "token" | "send";

/** The steps between a new account and its first send. They tick themselves off, also while the page is open. */
export function Steps({ done, links }: { done: Record<Step, boolean>; links: Record<Step, string> }) {
  const t = useTranslations("overview");
  const steps = Object.keys(done) as Step[];
  const next = steps.find((step) => !done[step]);
  const count = steps.filter((step) => done[step]).length;
  return (
    <Panel
      title={t("stepsTitle")}
      action={
        <span className="tabular text-[13px] text-muted">{t("stepsDone", { count, of: steps.length })}</span>
      }
    >
      <KeepFresh seconds={10} />
      <ol className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
        {steps.map((step) => {
          const Icon = done[step] ? CircleCheck : Circle;
          return (
            <li key={step} className="flex items-start gap-2.5">
              <Icon
                className={`mt-0.5 size-4 shrink-0 ${done[step] ? "text-accent" : "text-muted"}`}
                aria-hidden="true"
              />
              <div className="min-w-0">
                <span className="sr-only">{t(done[step] ? "done" : "open")}: </span>
                {done[step] ? (
                  <span className="text-muted">{t(`steps.${step}.title`)}</span>
                ) : (
                  <Link
                    href={links[step]}
                    className={`underline-offset-4 hover:underline ${step === next ? "font-medium text-link" : ""}`}
                  >
                    {t(`steps.${step}.title`)}
                  </Link>
                )}
                {!done[step] && (
                  <p className="mt-0.5 text-[13px] text-muted">
                    {t(`steps.${step}.text`, { placeholder: "{code}" })}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
