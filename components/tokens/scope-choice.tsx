"use client";

import { useTranslations } from "next-intl";
import { Choice } from "#components/form/choice.tsx";
import { tokenAccesses } from "#core/customer/token-access.ts";
import { SCOPED_TEMPLATES, type TokenScope } from "#core/customer/token-scope.ts";
import type { TemplateChoice } from "./token-view.ts";

/** What a dialog holds: with "some" chosen, `templateIds` may be empty for a while. */
export interface ScopeTyped {
  access: TokenScope["access"];
  some: boolean;
  templateIds: number[];
}

export const typedScope = ({ access, templateIds }: TokenScope): ScopeTyped => ({
  access,
  some: templateIds !== null,
  templateIds: templateIds ?? [],
});

/** @returns null if a template has to be chosen first. */
export function scopeTyped({ access, some, templateIds }: ScopeTyped): TokenScope | null {
  if (access === "read" || !some) return { access, templateIds: null };
  return templateIds.length === 0 ? null : { access, templateIds };
}

/** What a token may do, and with which templates it may send. */
export function ScopeChoice({
  value,
  templates,
  error,
  onChange,
}: {
  value: ScopeTyped;
  templates: TemplateChoice[];
  /** Whether to say that a template has to be chosen. */
  error: boolean;
  onChange: (value: ScopeTyped) => void;
}) {
  const t = useTranslations("tokens");
  const { access, some, templateIds } = value;
  const missing = error && scopeTyped(value) === null;
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <Choice
          name="access"
          label={t("access")}
          options={tokenAccesses.map((each) => ({ value: each, text: t(`accesses.${each}`) }))}
          value={access}
          onChange={(chosen) => onChange({ ...value, access: chosen })}
        />
        <p className="text-[13px] text-muted">{t(`accessHints.${access}`)}</p>
      </div>
      {access !== "read" && (
        <div className="flex flex-col gap-1.5">
          <Choice
            name="templates"
            label={t("templates")}
            options={(["all", "some"] as const).map((each) => ({
              value: each,
              text: t(each === "all" ? "templatesAll" : "templatesSome"),
            }))}
            value={some ? "some" : "all"}
            onChange={(chosen) => onChange({ ...value, some: chosen === "some" })}
          />
          {some && (
            <fieldset
              aria-label={t("templates")}
              className="flex max-h-48 flex-col overflow-y-auto rounded-lg border border-border p-1"
            >
              {templates.length === 0 && <p className="px-2 py-1.5 text-muted">{t("noTemplates")}</p>}
              {templates.map(({ id, name }) => {
                const chosen = templateIds.includes(id);
                return (
                  <label
                    key={id}
                    className="flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-surface-secondary"
                  >
                    <input
                      type="checkbox"
                      className="size-4 shrink-0 accent-accent"
                      checked={chosen}
                      disabled={!chosen && templateIds.length >= SCOPED_TEMPLATES}
                      onChange={() =>
                        onChange({
                          ...value,
                          templateIds: chosen
                            ? templateIds.filter((each) => each !== id)
                            : [...templateIds, id],
                        })
                      }
                    />
                    <span className="min-w-0 wrap-anywhere">
                      <bdi>{name}</bdi> <span className="tabular text-muted">#{id}</span>
                    </span>
                  </label>
                );
              })}
            </fieldset>
          )}
          {some && (
            <p
              role={missing ? "alert" : undefined}
              className={`text-[13px] ${missing ? "text-danger" : "text-muted"}`}
            >
              {t(missing ? "templatesNone" : "templatesHint")}
            </p>
          )}
        </div>
      )}
    </>
  );
}
