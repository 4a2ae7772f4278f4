"use client";

import { Button, toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormProblem } from "#components/form/form-problem.tsx";
import { useAction } from "#components/form/use-action.ts";
import type { Outcome } from "#components/ui/outcome.ts";
import { Panel } from "#components/ui/panel.tsx";
import type { NoticeKind } from "#core/notice/notice.ts";

export interface NoticeChoicesProps {
  choices: { kind: NoticeKind; email: boolean }[];
  /** Whether the gateway can send mails. */
  mailIsOn: boolean;
  /** Where they go. */
  email: string;
  onChoose: (kinds: NoticeKind[]) => Promise<Outcome>;
}

/** Which kinds of notices come by e-mail as well. */
export function NoticeChoices({ choices, mailIsOn, email, onChoose }: NoticeChoicesProps) {
  const t = useTranslations("notices");
  const { busy, refused, run } = useAction();
  const [chosen, setChosen] = useState(() => choices.filter(({ email }) => email).map(({ kind }) => kind));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void run(onChoose(chosen), () => void toast.success(t("saved")));
  };
  return (
    <Panel id="notices" title={t("byMail")}>
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        <p className="max-w-[70ch] text-muted">{t(mailIsOn ? "byMailLead" : "byMailOff", { email })}</p>
        <FormProblem>{refused?.text}</FormProblem>
        <fieldset className="flex flex-col gap-2.5">
          <legend className="sr-only">{t("byMail")}</legend>
          {choices.map(({ kind }) => (
            <label key={kind} className="flex min-h-6 items-center gap-2.5 text-sm">
              <input
                type="checkbox"
                name={kind}
                checked={chosen.includes(kind)}
                onChange={({ target }) =>
                  setChosen((before) =>
                    target.checked ? [...before, kind] : before.filter((each) => each !== kind),
                  )
                }
                className="size-4 shrink-0 accent-accent"
              />
              {t(`kinds.${kind}`)}
            </label>
          ))}
        </fieldset>
        <Button type="submit" isPending={busy} className="self-start">
          {t("save")}
        </Button>
      </form>
    </Panel>
  );
}
