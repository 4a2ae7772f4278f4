"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useProblem } from "#components/ui/field-problems.ts";
import { TextInput } from "#components/ui/text-input.tsx";
import { newTemplate, templateDraft } from "#core/template-input.ts";
import { BodyField } from "./body-field.tsx";

export interface Bodies {
  english: string;
  arabic: string;
}

type Result =
  | { ok: true; value: { id: number } }
  | { ok: false; code: string; fields: Record<string, string[]> };

interface EditorProps {
  /** Undefined for a new template. */
  id?: number;
  accountId: number;
  brand: string;
  initial: Bodies & { name: string };
  /** Saves, and with `submit` sends it to the operator. */
  onSave: (input: Bodies & { name: string; submit: boolean }) => Promise<Result>;
}

/** Writes a template, or the next version of one. What was typed stays whatever the server says. */
export function TemplateEditor({ id, accountId, brand, initial, onSave }: EditorProps) {
  const t = useTranslations("templates");
  const errors = useTranslations("common.errors");
  const problemOf = useProblem();
  const router = useRouter();
  const [typed, setTyped] = useState(initial);
  const [fields, setFields] = useState<Record<string, string[]>>({});
  const [sample, setSample] = useState("482910");
  const [doing, setDoing] = useState<"save" | "submit">();
  const [busy, start] = useTransition();
  const isNew = id === undefined;

  const check = (submit: boolean) => {
    // A draft need not be finished; what is submitted is held to the rules of a new template.
    const schema = isNew || submit ? newTemplate : templateDraft;
    const parsed = schema.safeParse({
      id,
      accountId,
      submit,
      ...typed,
      name: typed.name || (isNew ? "" : "-"),
    });
    const found: Record<string, string[]> = {};
    for (const issue of parsed.error?.issues ?? []) {
      const field = issue.path.join(".");
      found[field] = [...(found[field] ?? []), issue.message];
    }
    setFields(found);
    return parsed.success;
  };

  const save = (submit: boolean) => {
    if (busy || !check(submit)) return;
    setDoing(submit ? "submit" : "save");
    start(async () => {
      const result = await onSave({ ...typed, submit });
      if (result.ok) {
        toast.success(t(submit ? "submitted" : "saved"));
        router.push(`/templates/${result.value.id}`);
        router.refresh();
        return;
      }
      setFields(result.fields);
      if (Object.keys(result.fields).length === 0) {
        toast.danger(result.code === "unavailable" ? errors("unavailable") : errors("internal"));
      }
    });
  };

  const body = (language: "ar" | "en") => {
    const name = language === "ar" ? "arabic" : "english";
    return (
      <BodyField
        language={language}
        value={typed[name]}
        onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
        onBlur={() => typed[name] !== "" && check(false)}
        error={problemOf(fields[name])}
        sampleCode={sample || "482910"}
        brand={brand}
      />
    );
  };

  return (
    <form
      className="flex max-w-[1200px] flex-col gap-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(true);
      }}
    >
      <div className="grid gap-6 sm:grid-cols-2">
        {isNew && (
          <TextInput
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            error={problemOf(fields.name)}
            value={typed.name}
            onChange={(name) => setTyped((before) => ({ ...before, name }))}
            maxLength={100}
            autoFocus
          />
        )}
        <TextInput name="sample" label={t("sample")} value={sample} onChange={setSample} maxLength={20} ltr />
      </div>
      <div className="grid gap-8 lg:grid-cols-2">
        {body("ar")}
        {body("en")}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" isPending={busy && doing === "submit"} isDisabled={busy}>
          {t("submit")}
        </Button>
        <Button
          variant="outline"
          isPending={busy && doing === "save"}
          isDisabled={busy}
          onPress={() => save(false)}
        >
          {t("saveDraft")}
        </Button>
      </div>
    </form>
  );
}
