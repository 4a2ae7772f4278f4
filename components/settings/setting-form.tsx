"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { basisOf, ChangedMeanwhile } from "#components/form/changed-meanwhile.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormProblem } from "#components/form/form-problem.tsx";
import { useAction } from "#components/form/use-action.ts";
import { useProblemFocus } from "#components/form/use-problem-focus.ts";
import { useRights } from "#components/shell/rights.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { Panel } from "#components/ui/panel.tsx";
import type { Basis } from "#core/input/edited.ts";

/** Saves, and returns the stored value. */
export type SaveSetting = (value: unknown, basis: Basis) => Promise<Outcome<Record<string, unknown>>>;

/** The schemas' module is large and needed only when saving. */
const schemas = () => import("#core/gateway/settings.ts");

/**
 * One group of settings, validated by the service's own schema and saved as a whole. `confirm` can hold back a save
 * until its effect is confirmed.
 */
export function SettingForm({
  id,
  title,
  lead,
  schema,
  was: initial,
  read,
  onSave,
  confirm,
  children,
}: {
  /** The anchor for links to it. */
  id?: string;
  title: string;
  lead: string;
  schema?: "brand" | "contact" | "retention";
  /** The stored value when the page was rendered. */
  was: Record<string, unknown>;
  read: (form: FormData) => unknown;
  onSave: SaveSetting;
  /** Receives the parsed value, if the schema could be loaded. */
  confirm?: (value: unknown, save: () => void) => boolean;
  children: (errorOf: (field: string) => string | undefined, busy: boolean) => ReactNode;
}) {
  const t = useTranslations("settings");
  const router = useRouter();
  const problemOf = useProblem();
  const { change } = useRights();
  const { busy, refused, run } = useAction();
  const problemFocus = useProblemFocus();
  const [found, setFound] = useState<Record<string, string[]>>({});
  const fields = { ...refused?.fields, ...found };

  const [was, setWas] = useState(initial);
  const save = (value: unknown, basis: Basis) =>
    void run(onSave(value, basis), (stored) => {
      setWas(stored);
      toast.success(t("saved"));
      router.refresh();
    }).then(problemFocus.show);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    problemFocus.begin(event.currentTarget);
    const form = new FormData(event.currentTarget);
    const [value, basis] = [read(form), basisOf(form, was)];
    // If the module cannot be loaded, the server validates.
    const parsed = schema && (await schemas().catch(() => null))?.[schema].safeParse(value);
    const issues = parsed?.error?.issues ?? [];
    const problems = Object.fromEntries(issues.map(({ path, message }) => [path.join("."), [message]]));
    setFound(problems);
    if (issues.length > 0) return problemFocus.show();
    if (!confirm?.(parsed?.data, () => save(value, basis))) save(value, basis);
  };

  return (
    <Panel title={title} {...(id && { id })}>
      <form method="post" onSubmit={submit} noValidate aria-label={title} className="flex flex-col gap-4">
        <p className="max-w-[70ch] text-muted">{lead}</p>
        <FormProblem>
          {refused && !refused.meanwhile && Object.keys(refused.fields).length === 0
            ? refused.text
            : undefined}
        </FormProblem>
        <ChangedMeanwhile change={refused?.meanwhile} busy={busy} />
        <fieldset
          disabled={!change}
          className="contents disabled:[&_input]:cursor-not-allowed disabled:[&_input]:bg-surface-secondary"
        >
          {children((field) => problemOf(fields[field]), busy)}
        </fieldset>
        {change && (
          <Button type="submit" isPending={busy} className="self-start">
            {t("save")}
          </Button>
        )}
      </form>
    </Panel>
  );
}
