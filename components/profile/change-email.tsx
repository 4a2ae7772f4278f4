"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { PasswordInput } from "#components/form/password-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction } from "#components/form/use-action.ts";
import type { Outcome } from "#components/ui/outcome.ts";
import { emailChange } from "#core/access/sign-in.ts";

/** Changes the e-mail that the user signs in with, confirmed by the password. Ends every other session. */
export function ChangeEmail({
  onChange,
}: {
  onChange: (current: string, email: string) => Promise<Outcome>;
}) {
  const t = useTranslations("profile.changeEmail");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="outline" onPress={() => setOpen(true)}>
        {t("open")}
      </Button>
      {open && <EmailDialog onChange={onChange} onClose={() => setOpen(false)} />}
    </>
  );
}

function EmailDialog({
  onChange,
  onClose,
}: {
  onChange: (current: string, email: string) => Promise<Outcome>;
  onClose: () => void;
}) {
  const t = useTranslations("profile.changeEmail");
  const problemOf = useProblem();
  const router = useRouter();
  const { busy, refused, run } = useAction({ user_email_taken: t("taken") });
  const [found, setFound] = useState<Record<string, string[]>>({});
  const fields = { ...refused?.fields, ...found };
  const taken = refused?.code === "user_email_taken" ? refused.text : undefined;
  return (
    <FormDialog
      title={t("title")}
      lead={t("lead")}
      problem={taken || Object.keys(refused?.fields ?? {}).length > 0 ? undefined : refused?.text}
      verb={t("save")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const typed = { current: String(form.get("current") ?? ""), email: String(form.get("email") ?? "") };
        const issues = emailChange.safeParse(typed).error?.issues ?? [];
        setFound(Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), [message]])));
        if (issues.length > 0) return;
        void run(onChange(typed.current, typed.email), () => {
          toast.success(t("done"));
          onClose();
          router.refresh();
        });
      }}
    >
      <TextInput
        name="email"
        label={t("email")}
        error={problemOf(fields.email) ?? taken}
        type="email"
        autoComplete="email"
        maxLength={254}
        ltr
        autoFocus
      />
      <PasswordInput
        name="current"
        label={t("password")}
        error={problemOf(fields.current)}
        autoComplete="current-password"
      />
    </FormDialog>
  );
}
