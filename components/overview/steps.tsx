import { useTranslations } from "next-intl";
import { Checklist } from "#components/ui/checklist.tsx";

export type Step = "template" | "approval" | "credit" | "whitelist" | "token" | "send";

/** The steps between a new account and its first send. */
export function Steps({ done, links }: { done: Record<Step, boolean>; links: Record<Step, string> }) {
  const t = useTranslations("overview");
  return (
    <Checklist
      title={t("stepsTitle")}
      steps={(Object.keys(done) as Step[]).map((step) => ({
        key: step,
        title: t(`steps.${step}.title`),
        text: t(`steps.${step}.text`, { placeholder: "{code}" }),
        href: links[step],
        done: done[step],
      }))}
    />
  );
}
