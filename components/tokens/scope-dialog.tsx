"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { ScopeChoice, scopeTyped, typedScope } from "./scope-choice.tsx";
import type { TemplateChoice, TokenActions, TokenView } from "./token-view.ts";
import { useRun } from "./use-run.ts";

/** Changes what a token may do. */
export function ScopeDialog({
  token,
  templates,
  onScope,
  onClose,
}: {
  token: TokenView;
  templates: TemplateChoice[];
  onScope: NonNullable<TokenActions["onScope"]>;
  onClose: () => void;
}) {
  const t = useTranslations("tokens");
  const { busy, refused, run } = useRun();
  const [typed, setTyped] = useState(() => typedScope(token.scope));
  const [tried, setTried] = useState(false);
  return (
    <FormDialog
      title={t("scopeTitle", { name: token.name })}
      lead={t("scopeLead")}
      problem={refused?.text}
      verb={t("scopeSave")}
      busy={busy}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        const scope = scopeTyped(typed);
        if (!scope) return;
        void run(onScope(token.id, scope), () => {
          toast.success(t("scopeToast", { name: token.name }));
          onClose();
        });
      }}
    >
      <ScopeChoice value={typed} templates={templates} error={tried} onChange={setTyped} />
    </FormDialog>
  );
}
