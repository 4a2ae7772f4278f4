"use client";

import { Button, Disclosure, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { basisOf, ChangedMeanwhile } from "#components/form/changed-meanwhile.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormProblem } from "#components/form/form-problem.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useKeyedAction } from "#components/form/use-action.ts";
import { useProblemFocus } from "#components/form/use-problem-focus.ts";
import type { Outcome } from "#components/ui/outcome.ts";
import { Panel } from "#components/ui/panel.tsx";
import { readConfigProblem } from "#core/gateway/config-problem.ts";
import type { ProviderKind } from "#core/gateway/provider.ts";
import type { FormField, OpenedForm } from "#core/gateway/provider-form.ts";
import { SettingInput } from "./setting-input.tsx";

/** The settings of a carrier, made from the schema that also checks what the command line is given. */
export function CarrierForm({
  kind,
  fields,
  opened,
  preset,
  onSave,
}: {
  kind: ProviderKind;
  fields: FormField[];
  /** What is changed; nothing for a new one. */
  opened?: OpenedForm;
  preset?: { id: string; name: string; documentation: string[] };
  onSave: (input: unknown) => Promise<Outcome>;
}) {
  const t = useTranslations("carriers");
  const router = useRouter();
  const problemOf = useProblem();
  const problemFocus = useProblemFocus();
  const [isOpen, setOpen] = useState(false);
  const { busy, refused, run } = useKeyedAction({
    provider_name_taken: t("errors.taken"),
    provider_not_found: t("errors.gone"),
  });
  const found = refused?.fields ?? {};
  const errorOf = (name: string) => {
    const problem = found[name]?.[0];
    if (problem === undefined) return undefined;
    const read = readConfigProblem(problem);
    if (!read) return problemOf([problem]);
    const text = t(`problems.${read.code}` as "problems.at_least", { value: read.value });
    return read.place === "" ? text : t("problemAt", { place: read.place, problem: text });
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    problemFocus.begin(event.currentTarget);
    const given = new FormData(event.currentTarget);
    const name = opened?.name ?? String(given.get("name")).trim();
    const values = Object.fromEntries(
      fields.map((field) => [field.name, String(given.get(`setting.${field.name}`) ?? "")]),
    );
    const input = {
      name,
      kind,
      values,
      isNew: opened === undefined,
      ...(preset && { preset: preset.id }),
      ...(opened && { basis: basisOf(given, { revision: opened.revision }) }),
    };
    await run(
      (key) => onSave({ ...input, key }),
      () => {
        toast.success(t(opened ? "savedToast" : "addedToast", { name }));
        router.push("/admin/carriers");
      },
    );
    problemFocus.show();
  };
  const inputOf = (field: FormField) => (
    <SettingInput
      key={field.name}
      field={field}
      value={opened?.values[field.name]}
      kept={opened?.kept.includes(field.name) ?? false}
      error={errorOf(field.name)}
    />
  );
  const advanced = fields.filter((each) => each.advanced);
  return (
    <Panel className="max-w-[860px]">
      <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-5">
        {preset && (
          <p className="text-[13px] text-muted">
            {t("presetOf", { name: preset.name })}{" "}
            {preset.documentation.map((address) => (
              <bdi key={address} dir="ltr" className="block break-all">
                {address}
              </bdi>
            ))}
          </p>
        )}
        <FormProblem>
          {refused && !refused.meanwhile && Object.keys(found).length === 0 ? refused.text : undefined}
        </FormProblem>
        <ChangedMeanwhile change={refused?.meanwhile} busy={busy} />
        {!opened && (
          <TextInput
            name="name"
            label={t("name")}
            hint={t("nameHelp")}
            error={refused?.code === "provider_name_taken" ? refused.text : errorOf("name")}
            defaultValue={preset?.id ?? (kind === "sandbox" ? "sandbox" : "")}
            maxLength={50}
            ltr
            autoComplete="off"
          />
        )}
        <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
          {fields.filter((each) => !each.advanced).map(inputOf)}
        </div>
        {advanced.length > 0 && (
          <Disclosure
            isExpanded={isOpen || advanced.some(({ name }) => name in found)}
            onExpandedChange={setOpen}
          >
            <Disclosure.Heading level={2}>
              <Button slot="trigger" variant="ghost" size="sm" className="-ms-3">
                {t("more")}
                <Disclosure.Indicator />
              </Button>
            </Disclosure.Heading>
            <Disclosure.Content>
              <div className="grid grid-cols-1 gap-5 pt-4 sm:grid-cols-2">{advanced.map(inputOf)}</div>
            </Disclosure.Content>
          </Disclosure>
        )}
        <div className="flex gap-2">
          <Button type="submit" isPending={busy}>
            {t(opened ? "save" : "add")}
          </Button>
          <Button type="button" variant="tertiary" onPress={() => router.push("/admin/carriers")}>
            {t("cancel")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
