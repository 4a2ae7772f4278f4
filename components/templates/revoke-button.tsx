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
  versionId,
  onRevoke,
}: {
  name: string;
  /** The version in use. */
  versionId: number;
  onRevoke: (versionId: number, reason: string) => Promise<Outcome & { fields?: Record<string, string[]> }>;
}) {
  const t = useTranslations("accounts");
  const failure = useFailure();
  const problemOf = useProblem();
  const router = useRouter();
  /** The version that was in use when the dialog was opened. */
  const [opened, setOpened] = useState<number | null>(null);
  const [problem, setProblem] = useState<{ field?: string | undefined; form?: string }>({});
  const [busy, start] = useTransition();
  const revoke = (seen: number, reason: string) =>
    start(async () => {
      const outcome = await attempt(onRevoke(seen, reason));
      if (outcome.ok) {
        setOpened(null);
        toast.success(t("revoked", { name }));
      } else if (outcome.code === "invalid_input") {
        setProblem({ field: problemOf(outcome.fields?.reason) });
        return;
      } else {
        const late = t("revokeLate");
        const own = { changed_meanwhile: late, template_not_approved: late, template_archived: late };
        setProblem({ form: failure(outcome, own) });
      }
      router.refresh();
    });
  return (
    <Allowed>
      <Button
        variant="danger-soft"
        onPress={() => {
          setProblem({});
          setOpened(versionId);
        }}
      >
        {t("revoke")}
      </Button>
      {opened !== null && (
        <FormDialog
          title={t("revokeTitle", { name })}
          lead={t("revokeText")}
          verb={t("revoke")}
          problem={problem.form}
          busy={busy}
          dismiss={t("revokeNot")}
          danger
          onSubmit={(form) => revoke(opened, String(form.get("reason")))}
          onClose={() => setOpened(null)}
        >
          <TextInput
            name="reason"
            label={t("revokeReason")}
            error={problem.field}
            rows={3}
            maxLength={500}
            autoFocus
          />
        </FormDialog>
      )}
    </Allowed>
  );
}
