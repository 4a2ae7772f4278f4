"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Allowed } from "#components/shell/rights.tsx";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";

/** Takes the approved text out of use, with a reason that the developer reads. */
export function RevokeButton({
  name,
  onRevoke,
}: {
  name: string;
  onRevoke: (reason: string) => Promise<Outcome & { fields?: Record<string, string[]> }>;
}) {
  const t = useTranslations("accounts");
  const failure = useFailure();
  const problemOf = useProblem();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<{ field?: string | undefined; form?: string }>({});
  const [busy, start] = useTransition();
  const revoke = (reason: string) =>
    start(async () => {
      const outcome = await attempt(onRevoke(reason));
      if (outcome.ok) {
        setOpen(false);
        toast.success(t("revoked", { name }));
      } else if (outcome.code === "invalid_input") {
        setProblem({ field: problemOf(outcome.fields?.reason) });
        return;
      } else setProblem({ form: failure(outcome) });
      router.refresh();
    });
  return (
    <Allowed>
      <Button
        variant="danger-soft"
        onPress={() => {
          setProblem({});
          setOpen(true);
        }}
      >
        {t("revoke")}
      </Button>
      {open && (
        <FormDialog
          title={t("revokeTitle", { name })}
          lead={t("revokeText")}
          verb={t("revoke")}
          problem={problem.form}
          busy={busy}
          danger
          onSubmit={(form) => revoke(String(form.get("reason")))}
          onClose={() => setOpen(false)}
        >
          <TextInput
            name="reason"
            label={t("revokeReason")}
            error={problem.field}
            rows={3}
            maxLength={500}
            dir="auto"
            autoFocus
          />
        </FormDialog>
      )}
    </Allowed>
  );
}
