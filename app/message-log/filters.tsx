import { getLocale, getTranslations } from "next-intl/server";
import { reasonName } from "#components/messages/reason-text.ts";
import type { Filter } from "#components/table/table-toolbar.tsx";
import { Status } from "#components/ui/status.tsx";
import { isolated } from "#core/input/isolated.ts";
import { NO_OPERATOR, NO_TOKEN } from "#core/message/message-log.ts";
import { messageStatuses } from "#core/message/message-status.ts";
import { messageProblems } from "#core/message/reasons.ts";

interface Named {
  id: number;
  name: string;
}

/** The filters above a send log; those without choices are left out. */
export async function logFilters({
  side,
  operators = [],
  answer,
  subscription,
  subscriptions = [],
  templates = [],
  tokens = [],
  accounts = [],
  providers = [],
}: {
  side: "developer" | "admin";
  operators?: (Named & { arabicName: string | null })[];
  /** The answer by which the log is filtered. It comes from a link: nobody chooses among all answers. */
  answer?: string | undefined;
  /** The subscription by which the log is filtered. Only a link chooses the first: the toolbar has no room for all filters. */
  subscription?: number | undefined;
  subscriptions?: { id: number; plan: string }[];
  templates?: Named[];
  tokens?: (Named & { hint: string })[];
  accounts?: Named[];
  providers?: Named[];
}): Promise<Filter[]> {
  const t = await getTranslations("messages");
  const status = await getTranslations("common.status");
  const locale = await getLocale();
  const choice = (
    name: "template" | "token" | "account" | "provider" | "operator" | "answer" | "subscription",
    options: { value: string; text: string }[],
  ): Filter[] => (options.length > 0 ? [{ kind: "choice", name, label: t(name), options }] : []);
  const named = ({ id, name }: Named) => ({ value: String(id), text: name });
  return [
    {
      kind: "choice",
      name: "status",
      label: t("status"),
      many: true,
      options: messageStatuses.map((value) => ({
        value,
        text: status(value),
        look: <Status of={value} />,
      })),
    },
    {
      kind: "choice",
      name: "reason",
      label: t("reason"),
      many: true,
      options: messageProblems.map((value) => ({ value, text: reasonName(t, side, value) })),
    },
    { kind: "period", name: "period", label: t("period") },
    ...choice("account", accounts.map(named)),
    ...choice("template", templates.map(named)),
    ...(tokens.length > 0
      ? choice("token", [
          ...tokens.map(({ id, name, hint }) => ({
            value: String(id),
            text: `${isolated(name)} · \u2066${hint}\u2069`,
          })),
          { value: NO_TOKEN, text: t("noToken") },
        ])
      : []),
    {
      kind: "choice",
      name: "language",
      label: t("language"),
      options: [
        { value: "ar", text: t("languages.ar") },
        { value: "en", text: t("languages.en") },
      ],
    },
    ...(operators.length > 0
      ? choice("operator", [
          ...operators.map(({ id, name, arabicName }) => ({
            value: String(id),
            text: locale === "ar" ? (arabicName ?? name) : name,
          })),
          { value: NO_OPERATOR, text: t("otherOperator") },
        ])
      : []),
    ...choice(
      "subscription",
      (subscription === undefined ? [] : subscriptions).map(({ id, plan }) => ({
        value: String(id),
        text: `${isolated(plan)} #${id}`,
      })),
    ),
    ...choice("provider", providers.map(named)),
    ...(answer === undefined ? [] : choice("answer", [{ value: answer, text: t("answerChosen") }])),
  ];
}
