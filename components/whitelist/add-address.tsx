"use client";

import { Button, toast } from "@heroui/react";
import { LocateFixed, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { useFormKey, useKeyedTexts } from "#components/form/use-form-key.ts";
import { useProblemFocus } from "#components/form/use-problem-focus.ts";
import { KeepFocus } from "#components/ui/keep-focus.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { attempt, useFailure } from "#components/ui/outcome.ts";
import { cleaned } from "#core/input/cleaned.ts";
import type { WhitelistActions } from "./whitelist-view.ts";

/** Loaded when it is needed, which is rare. */
const ConfirmDialog = dynamic(
  () => import("#components/form/confirm-dialog.tsx").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Adds an address or a range, either typed or that of the browser. */
export function AddAddress({
  ownAddress,
  busy: busyElsewhere,
  onCheck,
  onAdd,
  onAddOwn,
}: {
  ownAddress: string | null;
  busy: boolean;
  onCheck: WhitelistActions["onCheck"];
  onAdd: WhitelistActions["onAdd"];
  onAddOwn: (range: string, label: string) => Promise<void>;
}) {
  const t = useTranslations("whitelist");
  const problemOf = useProblem();
  const failure = useFailure();
  const { key, settle } = useFormKey();
  const keyed = useKeyedTexts();
  const [range, setRange] = useState("");
  const latest = useRef("");
  const problemFocus = useProblemFocus();
  const [label, setLabel] = useState("");
  const [busy, setBusy] = useState(false);
  /** A range that admits nearly everybody, as it would appear in the list. */
  const [wide, setWide] = useState<string>();
  const [errors, setErrors] = useState<{ range?: string | undefined; label?: string | undefined }>({});

  /** On blur its problem is shown at once, if the field still holds the value that was checked. */
  const check = async () => {
    if (cleaned(range) === "") return;
    const outcome = await attempt(onCheck(range));
    if (!outcome.ok && outcome.fields.range && latest.current === range)
      setErrors((before) => ({ ...before, range: problemOf(outcome.fields.range) }));
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    problemFocus.begin(event.currentTarget);
    if (cleaned(range) === "") {
      setErrors({ range: problemOf(["required"]) });
      return problemFocus.show();
    }
    await add(false);
  };

  const add = async (confirmed: boolean) => {
    setBusy(true);
    const outcome = await attempt(onAdd(range, label, confirmed, key));
    setBusy(false);
    settle(outcome);
    if (!outcome.ok && outcome.code === "whitelist_range_wide") {
      return setWide(String(outcome.values?.range));
    }
    setWide(undefined);
    if (!outcome.ok) {
      const { fields } = outcome;
      const whole = failure(outcome, { ...keyed, whitelist_entry_exists: t("exists") });
      setErrors({
        range: fields.range || !fields.label ? (problemOf(fields.range) ?? whole) : undefined,
        label: problemOf(fields.label),
      });
      return problemFocus.show();
    }
    toast.success(t("addedToast", { range: outcome.value.range }));
    setErrors({});
    latest.current = "";
    setRange("");
    setLabel("");
  };

  return (
    <>
      <form
        method="post"
        onSubmit={submit}
        noValidate
        className="grid grid-cols-1 items-start gap-4 md:grid-cols-[1fr_1fr_auto]"
      >
        <TextInput
          name="range"
          label={t("range")}
          hint={t("rangeHint")}
          error={errors.range}
          value={range}
          onChange={(text) => {
            latest.current = text;
            setRange(text);
            setErrors({});
          }}
          onBlur={() => void check()}
          autoComplete="off"
          maxLength={128}
          placeholder="203.0.113.7"
          ltr
        />
        <TextInput
          name="label"
          label={t("label")}
          hint={t("labelHint")}
          error={errors.label}
          value={label}
          onChange={setLabel}
          autoComplete="off"
          maxLength={100}
        />
        <KeepFocus>
          <Button type="submit" isPending={busy} className="md:mt-7">
            <Plus className="size-4" aria-hidden="true" />
            {t("add")}
          </Button>
        </KeepFocus>
      </form>
      {wide !== undefined && (
        <ConfirmDialog
          isOpen
          onOpenChange={(open) => open || setWide(undefined)}
          title={t.rich("wide.title", { range: () => <Ltr mono>{wide}</Ltr> })}
          consequence={
            wide.endsWith("/0")
              ? t("wide.whole", { version: wide.includes(":") ? "6" : "4" })
              : t("wide.large")
          }
          verb={t("wide.verb")}
          busy={busy}
          onConfirm={() => void add(true)}
        />
      )}
      {ownAddress && (
        <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-separator pt-4 text-[13px] text-muted">
          <span>
            {t("ownAddress")} <Ltr mono>{ownAddress}</Ltr>
          </span>
          <Button
            size="sm"
            variant="outline"
            isDisabled={busy || busyElsewhere}
            onPress={() => void onAddOwn(ownAddress, t("ownLabel"))}
          >
            <LocateFixed className="size-4" aria-hidden="true" />
            {t("addOwn")}
          </Button>
        </div>
      )}
    </>
  );
}
