"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { Chooser, type ChooserOption } from "#components/form/chooser.tsx";
import { DayInput } from "#components/form/day-input.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { NativeSelect } from "#components/form/native-select.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { RENEWALS, type RenewalChoice } from "#core/customer/subscription.ts";
import { IN_DAYS, LengthSelect, useLengthText } from "./length-select.tsx";
import { NoteInput } from "./note-input.tsx";
import type { PlanChoice, SubscriptionActions } from "./subscription-view.ts";
import { useSubscriptionAction } from "./use-subscription-action.ts";

const CUSTOM = "hand";

/** Grants from a plan or with custom values; to the given account, if there is one. */
export function GrantDialog({
  plans,
  accountId,
  onGrant,
  findAccounts,
  onClose,
}: {
  plans: PlanChoice[];
  /** The account that gets it, or how to find one. */
  accountId?: number;
  findAccounts?: SubscriptionActions["findAccounts"];
  onGrant: SubscriptionActions["onGrant"];
  onClose: () => void;
}) {
  const t = useTranslations("subscriptions");
  const lengthText = useLengthText();
  const problemOf = useProblem();
  const { busy, refused, run } = useSubscriptionAction();
  const [account, setAccount] = useState<ChooserOption | null>(null);
  const [from, setFrom] = useState(plans[0] ? String(plans[0].id) : CUSTOM);
  const [length, setLength] = useState(IN_DAYS);
  const [renewal, setRenewal] = useState<RenewalChoice>("off");
  const [later, setLater] = useState<"now" | "later">("now");
  const [startDay, setStartDay] = useState("");
  const [unit, setUnit] = useState<"message" | "segment">("message");
  const fields = refused?.fields ?? {};
  const errorOf = (field: string) => problemOf(fields[field]);
  const number = (name: "quota" | "days", label: string) => (
    <TextInput name={name} label={label} error={errorOf(name)} ltr autoComplete="off" />
  );
  return (
    <FormDialog
      title={t("grantTitle")}
      lead={t("grantLead")}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      verb={t("grant")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const given = (name: string) => String(form.get(name) ?? "");
        const common = {
          accountId: String(accountId ?? account?.id ?? ""),
          note: given("note"),
          renewal,
          ...(length !== IN_DAYS && { months: length }),
          ...(later === "later" && { starts: startDay || "?" }),
        };
        const input =
          from === CUSTOM
            ? {
                ...common,
                plan: given("plan"),
                quota: given("quota"),
                unit,
                ...(length === IN_DAYS && { days: given("days") }),
              }
            : { ...common, planId: from };
        void run(
          (key) => onGrant({ ...input, key }),
          () => {
            toast.success(t("grantedToast"));
            onClose();
          },
        );
      }}
    >
      {findAccounts && accountId === undefined && (
        <Chooser
          label={t("account")}
          error={fields.accountId && t("errors.account")}
          value={account}
          onChange={setAccount}
          find={findAccounts}
        />
      )}
      <NativeSelect
        name="from"
        label={t("from")}
        value={from}
        onChange={setFrom}
        options={[
          ...plans.map(({ id, name, quota, ...plan }) => ({
            value: String(id),
            text: t("planOption", { name, quota, length: lengthText(plan) }),
          })),
          { value: CUSTOM, text: t("byHand") },
        ]}
      />
      {from === CUSTOM && (
        <>
          <TextInput
            name="plan"
            label={t("name")}
            error={errorOf("plan")}
            maxLength={60}
            autoComplete="off"
          />
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            {number("quota", t("credits"))}
            {length === IN_DAYS && number("days", t("days"))}
          </div>
          <Choice
            name="unit"
            label={t("creditIs")}
            options={(["message", "segment"] as const).map((value) => ({ value, text: t(`units.${value}`) }))}
            value={unit}
            onChange={setUnit}
          />
        </>
      )}
      <LengthSelect
        error={errorOf("months")}
        value={length}
        onChange={setLength}
        {...(from !== CUSTOM && { inDays: t("lengthOfPlan") })}
      />
      <Choice
        name="later"
        label={t("starts")}
        options={(["now", "later"] as const).map((value) => ({ value, text: t(`startsAt.${value}`) }))}
        value={later}
        onChange={setLater}
      />
      {later === "later" && (
        <DayInput
          name="starts"
          label={t("startDay")}
          error={errorOf("starts")}
          value={startDay}
          onChange={setStartDay}
          stacked
        />
      )}
      <NativeSelect
        name="renewal"
        label={t("renewal")}
        error={errorOf("renewal")}
        value={renewal}
        onChange={(value) => setRenewal(value as RenewalChoice)}
        options={RENEWALS.map((value) => ({ value, text: t(`renewalsOf.${value}`) }))}
      />
      <NoteInput error={errorOf("note")} />
    </FormDialog>
  );
}
