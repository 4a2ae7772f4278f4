"use client";

import { Button } from "@heroui/react";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { NativeSelect } from "#components/form/native-select.tsx";

/** Chooses providers in the order in which they are tried, by buttons that a keyboard reaches. */
export function ProviderOrder({
  all,
  chosen,
  error,
  onChange,
}: {
  all: string[];
  chosen: string[];
  error?: string | undefined;
  onChange: (chosen: string[]) => void;
}) {
  const t = useTranslations("routing");
  const free = all.filter((name) => !chosen.includes(name));
  const swap = (index: number, other: number) => {
    const next = [...chosen];
    [next[index], next[other]] = [next[other]!, next[index]!];
    onChange(next);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-[13px] font-medium">{t("providers")}</legend>
      {chosen.length > 0 && (
        <ol className="flex flex-col gap-1">
          {chosen.map((name, index) => (
            <li key={name} className="flex items-center gap-1 rounded-md border border-border ps-3">
              <span className="tabular w-5 text-[13px] text-muted">{index + 1}</span>
              <bdi className="min-w-0 flex-1 truncate text-sm">{name}</bdi>
              <Button
                type="button"
                isIconOnly
                size="sm"
                variant="ghost"
                isDisabled={index === 0}
                aria-label={t("moveUp", { name })}
                onPress={() => swap(index, index - 1)}
              >
                <ArrowUp className="size-4" aria-hidden="true" />
              </Button>
              <Button
                type="button"
                isIconOnly
                size="sm"
                variant="ghost"
                isDisabled={index === chosen.length - 1}
                aria-label={t("moveDown", { name })}
                onPress={() => swap(index, index + 1)}
              >
                <ArrowDown className="size-4" aria-hidden="true" />
              </Button>
              <Button
                type="button"
                isIconOnly
                size="sm"
                variant="ghost"
                aria-label={t("takeOut", { name })}
                onPress={() => onChange(chosen.filter((each) => each !== name))}
              >
                <X className="size-4" aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ol>
      )}
      {free.length > 0 && (
        <NativeSelect
          name="add"
          label={t("addProvider")}
          value=""
          placeholder={t("chooseProvider")}
          options={free.map((name) => ({ value: name, text: name }))}
          onChange={(name) => onChange([...chosen, name])}
          error={error}
        />
      )}
    </fieldset>
  );
}
