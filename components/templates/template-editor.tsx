"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import {
  basisOf,
  ChangedMeanwhile,
  isOverwriting,
  type MeanwhileChange,
  meanwhileOf,
} from "#components/form/changed-meanwhile.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { useKeyedTexts } from "#components/form/use-form-key.ts";
import { useKept } from "#components/form/use-kept.ts";
import { useProblemFocus } from "#components/form/use-problem-focus.ts";
import { KeepFocus } from "#components/ui/keep-focus.tsx";
import { attempt, type Outcome } from "#components/ui/outcome.ts";
import type { Basis } from "#core/input/edited.ts";
import { BodyField } from "./body-field.tsx";
import { useTemplateFailure } from "./use-template-failure.ts";

const schemas = () => import("./check-typed.ts");

export interface Bodies {
  english: string;
  arabic: string;
}

interface Typed extends Bodies {
  name: string;
  wasName: string;
  wasEnglish: string;
  wasArabic: string;
}

interface EditorProps {
  /** Undefined for a new template. */
  id?: number;
  accountId: number;
  brands: string[];
  /** The account's registered sender IDs. */
  senders: string[];
  initial: Bodies & { name: string };
  /** Saves, and with `submit` submits it for approval. */
  onSave: (
    input: Bodies & { name: string; submit: boolean; basis?: Basis; key?: string },
  ) => Promise<Outcome<{ id: number; stored?: Bodies & { name: string } }>>;
}

/** Edits a template or its next version. What was typed is kept whatever the server answers. */
export function TemplateEditor({ id, accountId, brands, senders, initial, onSave }: EditorProps) {
  const t = useTranslations("templates");
  const failure = useTemplateFailure();
  const keyed = useKeyedTexts();
  const problemOf = useProblem();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const problemFocus = useProblemFocus();
  // The edit's basis is kept with what was typed: after a reload the page may show a later draft.
  const { typed, setTyped, restored, formKey, settle, forget, discard } = useKept<Typed>(
    `template:${id ?? "new"}`,
    {
      ...initial,
      wasName: initial.name,
      wasEnglish: initial.english,
      wasArabic: initial.arabic,
    },
  );
  const [meanwhile, setMeanwhile] = useState<MeanwhileChange>();
  const [fields, setFields] = useState<Record<string, string[]>>({});
  const [sample, setSample] = useState("482910");
  const [doing, setDoing] = useState<"save" | "submit">();
  const [busy, start] = useTransition();
  const isNew = id === undefined;

  /** @param left only this field's problems are shown: the others have not been filled in yet. */
  const check = async (submit: boolean, left?: keyof typeof typed) => {
    // If the schemas cannot be loaded, the server validates.
    const rules = await schemas().catch(() => undefined);
    if (!rules) return true;
    const { english, arabic } = typed;
    const input = { id, accountId, submit, english, arabic, name: typed.name };
    // A draft may be incomplete; a submission must satisfy the rules of a new template.
    const found = rules.problemsOf(input, isNew || submit ? "new" : "draft");
    setFields((before) => (left ? { ...before, [left]: found[left] ?? [] } : found));
    return Object.keys(found).length === 0;
  };

  const save = (submit: boolean) => {
    if (busy) return;
    setDoing(submit ? "submit" : "save");
    problemFocus.begin(form.current);
    // Read at submission: overwriting applies to this submission only.
    const was = { name: typed.wasName, english: typed.wasEnglish, arabic: typed.wasArabic };
    const basis = isNew || !form.current ? undefined : basisOf(new FormData(form.current), was);
    start(async () => {
      if (!(await check(submit))) return problemFocus.show();
      const { name, english, arabic } = typed;
      const about = isNew ? { key: formKey() } : basis && { basis };
      const result = await attempt(onSave({ name, english, arabic, submit, ...about }));
      settle(result);
      setMeanwhile(meanwhileOf(result));
      if (result.ok) {
        const stored = result.value.stored ?? { name, english, arabic };
        forget({ wasName: stored.name, wasEnglish: stored.english, wasArabic: stored.arabic });
        toast.success(t(submit ? "submitted" : "saved"));
        router.push(`/templates/${result.value.id}`);
        router.refresh();
        return;
      }
      setFields(result.fields);
      problemFocus.show();
      if (Object.keys(result.fields).length === 0 && !meanwhileOf(result)) {
        toast.danger(failure(result, isNew ? keyed : {}));
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
        onBlur={() => void (typed[name] !== "" && check(true, name))}
        error={problemOf(fields[name])}
        sampleCode={sample || "482910"}
        brands={brands}
        senders={senders}
      />
    );
  };

  return (
    <form
      method="post"
      ref={form}
      className="flex max-w-[1200px] flex-col gap-4 sm:gap-6"
      noValidate
      onInput={() => void schemas().catch(() => {})}
      onSubmit={(event) => {
        event.preventDefault();
        // After overwriting, the interrupted action continues.
        save(isOverwriting(event.currentTarget) ? doing !== "save" : true);
      }}
    >
      <ChangedMeanwhile change={meanwhile} busy={busy} onReload={() => forget()} />
      {restored && (
        <p role="status" className="-mb-2 text-[13px] text-muted">
          {t("restored")}{" "}
          <button
            type="button"
            className="font-medium text-link underline underline-offset-4"
            onClick={discard}
          >
            {t("discard")}
          </button>
        </p>
      )}
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 sm:gap-6 lg:gap-8">
        <TextInput
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          error={problemOf(fields.name)}
          value={typed.name}
          onChange={(name) => setTyped((before) => ({ ...before, name }))}
          onBlur={() => void (typed.name !== "" && check(false, "name"))}
          maxLength={100}
          autoFocus={isNew}
        />
        <TextInput name="sample" label={t("sample")} value={sample} onChange={setSample} maxLength={20} ltr />
      </div>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2 lg:gap-8">
        {body("ar")}
        {body("en")}
      </div>
      <div className="flex flex-wrap gap-2">
        <KeepFocus>
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
        </KeepFocus>
      </div>
    </form>
  );
}
