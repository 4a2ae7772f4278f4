import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { KeepFresh } from "#components/time/keep-fresh.tsx";
import { Panel } from "./panel.tsx";

export interface ChecklistStep {
  key: string;
  title: string;
  /** What to do, shown until it is done. */
  text: string;
  href: string;
  done: boolean;
}

/** Steps that tick themselves off, also while the page is open. A step that is done can still be opened. */
export function Checklist({ title, steps }: { title: string; steps: ChecklistStep[] }) {
  const t = useTranslations("common.checklist");
  const next = steps.find(({ done }) => !done);
  const count = steps.filter(({ done }) => done).length;
  return (
    <Panel
      title={title}
      action={
        <span className="tabular text-[13px] text-muted">{t("progress", { count, of: steps.length })}</span>
      }
    >
      <KeepFresh seconds={10} />
      <ol className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
        {steps.map((step) => {
          const Icon = step.done ? CircleCheck : Circle;
          const look = step.done ? "text-muted" : step === next ? "font-medium text-link" : "";
          return (
            <li key={step.key} className="flex items-start gap-2.5">
              <Icon
                className={`mt-0.5 size-4 shrink-0 ${step.done ? "text-accent" : "text-muted"}`}
                aria-hidden="true"
              />
              <div className="min-w-0">
                <span className="sr-only">{t(step.done ? "done" : "open")}: </span>
                <Link href={step.href} className={`underline-offset-4 hover:underline ${look}`}>
                  {step.title}
                </Link>
                {!step.done && <p className="mt-0.5 text-[13px] text-muted">{step.text}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
