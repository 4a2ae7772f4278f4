"use client";

import { Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { Chooser, type ChooserOption } from "#components/form/chooser.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormProblem } from "#components/form/form-problem.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction } from "#components/form/use-action.ts";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ExplanationView, RoutingActions } from "./routing-view.ts";

/** Asks whom a message would be handed to, without sending one. */
export function DryRun({
  actions: { onExplain, findAccounts, findTemplates },
}: {
  actions: Pick<RoutingActions, "onExplain" | "findAccounts" | "findTemplates">;
}) {
  const t = useTranslations("routing");
  const problemOf = useProblem();
  const [language, setLanguage] = useState<"auto" | "ar" | "en">("auto");
  const [account, setAccount] = useState<ChooserOption | null>(null);
  const [template, setTemplate] = useState<ChooserOption | null>(null);
  const [found, setFound] = useState<ExplanationView>();
  const { busy, refused, run } = useAction({
    template_not_found: t("errors.template"),
    template_not_approved: t("errors.templateNotApproved"),
    template_without_text: t("errors.templateWithoutText"),
    account_not_found: t("errors.account"),
  });
  const fields = refused?.fields ?? {};
  return (
    <Panel title={t("dryRun")} className="mb-6">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) return;
          const form = new FormData(event.currentTarget);
          const input = {
            number: String(form.get("number")),
            templateId: template?.id ?? "",
            accountId: account?.id ?? null,
            ...(language !== "auto" && { language }),
          };
          void run(onExplain(input), setFound);
        }}
      >
        <FormProblem>{Object.keys(fields).length === 0 ? refused?.text : undefined}</FormProblem>
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
          <TextInput
            name="number"
            label={t("number")}
            error={problemOf(fields.number)}
            ltr
            placeholder="0931234567"
          />
          <Chooser
            label={t("account")}
            error={problemOf(fields.accountId)}
            value={account}
            onChange={(chosen) => {
              setAccount(chosen);
              setTemplate(null);
            }}
            find={findAccounts}
          />
          <Chooser
            key={account?.id ?? 0}
            label={t("template")}
            error={problemOf(fields.templateId)}
            value={template}
            onChange={setTemplate}
            find={(text) => (account ? findTemplates(account.id, text) : Promise.resolve([]))}
            isDisabled={account === null}
            {...(account === null && { hint: t("templateHint") })}
          />
        </div>
        <div className="flex flex-wrap items-end justify-between gap-4">
          <Choice
            name="language"
            label={t("language")}
            options={(["auto", "ar", "en"] as const).map((value) => ({
              value,
              text: t(`languages.${value}`),
            }))}
            value={language}
            onChange={setLanguage}
          />
          <Button type="submit" variant="outline" isPending={busy}>
            {t("explain")}
          </Button>
        </div>
      </form>
      <div aria-live="polite">{found && <Explanation found={found} />}</div>
    </Panel>
  );
}

function Explanation({ found }: { found: ExplanationView }) {
  const { route, byOrder, fate, candidates, leftOut, number } = found;
  const t = useTranslations("routing");
  return (
    <div className="mt-4 border-t border-separator pt-4 text-sm">
      <p className="text-muted">
        <Ltr mono>{number}</Ltr>
        {" · "}
        {route
          ? t(route.own ? "byOwnRoute" : "byRoute", { prefix: route.prefix })
          : t(byOrder ? "byOrder" : "noRoute")}
      </p>
      {candidates.length > 0 ? (
        <ol className="mt-2 list-decimal ps-6">
          {candidates.map(({ provider, sender, templateCode }) => (
            <li key={provider} className="py-0.5">
              <bdi className="font-medium">{provider}</bdi>
              {sender && <span className="text-muted"> · {t("asSender", { sender })}</span>}
              {templateCode && <span className="text-muted"> · {t("byCode", { code: templateCode })}</span>}
            </li>
          ))}
        </ol>
      ) : (
        <p className="mt-2 font-medium text-failed">
          {t(`fates.${fate === "deliver" ? "unavailable" : fate}`)}
        </p>
      )}
      {leftOut.length > 0 && (
        <>
          <h3 className="mt-3 text-[13px] font-medium">{t("leftOut")}</h3>
          <ul className="mt-1 text-[13px] text-muted">
            {leftOut.map(({ provider, reason }) => (
              <li key={provider} className="py-0.5">
                <bdi className="text-foreground">{provider}</bdi>: {t(`reasons.${reason}`)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
