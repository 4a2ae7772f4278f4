"use client";

import { Button, toast } from "@heroui/react";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { Choice } from "#components/form/choice.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction } from "#components/form/use-action.ts";
import { Allowed } from "#components/shell/rights.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import {
  type ApprovalState,
  type ApprovedAs,
  approvalStates,
  approvedAs,
} from "#core/routing/routing-choices.ts";
import { OperatorState } from "./operator-state.tsx";

export interface HandInView {
  templateId: number;
  templateName: string;
  accountId: number;
  accountName: AccountName;
  version: number;
  provider: string;
  language: 0 | 1;
  text: string;
  state: ApprovalState;
  approvedAs: ApprovedAs | null;
  templateCode: string | null;
  reason: string | null;
}

type OnSet = (input: Record<string, unknown>) => Promise<Outcome>;

/** The texts to hand in to operators, to be copied exactly, with what each operator says of them. */
export function HandIn({ items, onSet }: { items: HandInView[]; onSet: OnSet }) {
  const t = useTranslations("operatorApprovals");
  const [edited, setEdited] = useState<HandInView>();
  return (
    <>
      <ul className="flex flex-col gap-4">
        {items.map((item) => (
          <li key={`${item.provider}.${item.templateId}.${item.language}`}>
            <Item item={item} onEdit={() => setEdited(item)} />
          </li>
        ))}
      </ul>
      {edited && (
        <StateDialog
          item={edited}
          onSet={onSet}
          onClose={() => setEdited(undefined)}
          onDone={() => {
            toast.success(t("saved", { name: edited.templateName }));
            setEdited(undefined);
          }}
        />
      )}
    </>
  );
}

function Item({ item, onEdit }: { item: HandInView; onEdit: () => void }) {
  const t = useTranslations("operatorApprovals");
  const { provider, templateId, templateName, accountId, accountName, version, language, text } = item;
  return (
    <article className="rounded-lg border border-border bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-sm font-semibold">
            <bdi>{templateName}</bdi>{" "}
            <ArrowRight className="mirrored inline size-3.5 text-muted" aria-hidden="true" />{" "}
            <bdi>{provider}</bdi>
          </h2>
          <p className="text-[13px] text-muted">
            <Link
              href={`/admin/accounts/${accountId}`}
              className="font-medium text-link underline underline-offset-4"
            >
              <AccountNameText of={accountName} />
            </Link>{" "}
            · <Ltr mono>#{templateId}</Ltr> · {t("version", { number: version })} ·{" "}
            {t(`languages.${language}`)}
          </p>
        </div>
        <div className="flex items-center gap-3">
          <OperatorState state={item.state} />
          <Allowed>
            <Button
              size="sm"
              variant="outline"
              onPress={onEdit}
              aria-label={t("changeOf", { name: templateName })}
            >
              {t("change")}
            </Button>
          </Allowed>
        </div>
      </div>
      <div className="mt-3 flex items-start gap-2 rounded-md bg-surface-secondary p-3">
        <p
          dir={language === 0 ? "rtl" : "ltr"}
          lang={language === 0 ? "ar" : "en"}
          className="min-w-0 flex-1 text-sm break-words whitespace-pre-wrap"
        >
          {text}
        </p>
        <CopyButton value={text} label={t("copy")} />
      </div>
      {item.templateCode && (
        <p className="mt-2 text-[13px] text-muted">
          {t("templateCode")}: <Ltr mono>{item.templateCode}</Ltr>
          {item.approvedAs && ` · ${t(`as.${item.approvedAs}`)}`}
        </p>
      )}
      {item.reason && (
        <p className="mt-2 text-[13px] text-muted">
          {t("reason")}: <bdi className="text-foreground">{item.reason}</bdi>
        </p>
      )}
    </article>
  );
}

function StateDialog({
  item,
  onSet,
  onClose,
  onDone,
}: {
  item: HandInView;
  onSet: OnSet;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("operatorApprovals");
  const problemOf = useProblem();
  const { busy, refused, run } = useAction({
    provider_not_found: t("gone"),
    provider_demands_none: t("gone"),
    template_not_found: t("gone"),
    template_not_approved: t("gone"),
    version_not_approved: t("gone"),
  });
  const [state, setState] = useState<ApprovalState>(item.state);
  const [as, setAs] = useState<ApprovedAs>(item.approvedAs ?? "text");
  const fields = refused?.fields ?? {};
  const { templateId, version, provider, language } = item;
  const { state: stateBefore, approvedAs: asBefore, templateCode, reason } = item;
  const was = { state: stateBefore, approvedAs: asBefore, templateCode, reason };
  return (
    <FormDialog
      title={t("changeTitle", { name: item.templateName })}
      lead={t("changeLead", { provider })}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t("save")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const text = (field: string) => String(form.get(field) ?? "");
        const input = {
          templateId,
          version,
          provider,
          language: language === 0 ? "ar" : "en",
          state,
          ...(state === "accepted" && { approvedAs: as, templateCode: text("templateCode") }),
          ...(state === "refused" && { reason: text("reason") }),
          basis: basisOf(form, was),
        };
        void run(onSet(input), onDone);
      }}
    >
      <Choice
        name="state"
        label={t("state")}
        options={approvalStates.map((value) => ({ value, text: t(`states.${value}`) }))}
        value={state}
        onChange={setState}
      />
      {state === "accepted" && (
        <>
          <Choice
            name="approvedAs"
            label={t("handedOver")}
            options={approvedAs.map((value) => ({ value, text: t(`as.${value}`) }))}
            value={as}
            onChange={setAs}
          />
          <TextInput
            name="templateCode"
            label={t(as === "template" ? "templateCode" : "templateCodeOptional")}
            error={problemOf(fields.templateCode)}
            defaultValue={item.templateCode ?? ""}
            maxLength={100}
            ltr
            autoComplete="off"
          />
        </>
      )}
      {state === "refused" && (
        <TextInput
          name="reason"
          label={t("reason")}
          error={problemOf(fields.reason)}
          defaultValue={item.reason ?? ""}
          maxLength={500}
          rows={3}
        />
      )}
    </FormDialog>
  );
}
