"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import type { z } from "zod";
import { useProblem } from "#components/ui/field-problems.ts";
import type { Outcome } from "#components/ui/outcome.ts";
import { Panel } from "#components/ui/panel.tsx";
import { useAction } from "#components/ui/use-action.ts";

export type SaveSetting = (value: unknown) => Promise<Outcome>;

/**
 * One group of settings: validated by the schema that the service uses, saved as a whole. `confirm` may hold a save
 * back until somebody has read what it does.
 */
export function SettingForm({
  title,
  lead,
  schema,
  read,
  onSave,
  confirm,
  children,
}: {
  title: string;
  lead: string;
  schema?: z.ZodType;
  read: (form: FormData) => unknown;
  onSave: SaveSetting;
  confirm?: (value: unknown, save: () => void) => boolean;
  children: (errorOf: (field: string) => string | undefined, busy: boolean) => ReactNode;
}) {
  const t = useTranslations("settings");
  const router = useRouter();
  const problemOf = useProblem();
  const { busy, refused, run } = useAction();
  const [found, setFound] = useState<Record<string, string[]>>({});
  const fields = { ...refused?.fields, ...found };

  const save = (value: unknown) =>
    void run(onSave(value), () => {
      toast.success(t("saved"));
      router.refresh();
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const value = read(new FormData(event.currentTarget));
    const issues = schema?.safeParse(value).error?.issues ?? [];
    const problems = Object.fromEntries(issues.map(({ path, message }) => [path.join("."), [message]]));
    setFound(problems);
    if (issues.length > 0) return;
    if (!confirm?.(value, () => save(value))) save(value);
  };

  return (
    <Panel title={title}>
      <form onSubmit={submit} noValidate aria-label={title} className="flex flex-col gap-4">
        <p className="max-w-[70ch] text-muted">{lead}</p>
        {refused && Object.keys(refused.fields).length === 0 && (
          <p
            role="alert"
            className="rounded-lg bg-danger-soft px-3 py-2 text-[13px] text-danger-soft-foreground"
          >
            {refused.text}
          </p>
        )}
        {children((field) => problemOf(fields[field]), busy)}
        <Button type="submit" isPending={busy} className="self-start">
          {t("save")}
        </Button>
      </form>
    </Panel>
  );
}
