import { getTranslations } from "next-intl/server";
import type { Filter } from "#components/table/table-toolbar.tsx";
import { Status } from "#components/ui/status.tsx";
import { NO_TOKEN } from "#core/message/message-log.ts";
import { messageStatuses } from "#core/message/message-status.ts";

interface Named {
  id: number;
  name: string;
}

/** The filters above a send log; those without choices are left out. */
export async function logFilters({
  templates = [],
  tokens = [],
  accounts = [],
  providers = [],
}: {
  templates?: Named[];
  tokens?: (Named & { hint: string })[];
  accounts?: Named[];
  providers?: Named[];
}): Promise<Filter[]> {
  const t = await getTranslations("messages");
  const status = await getTranslations("common.status");
  const choice = (
    name: "template" | "token" | "account" | "provider",
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
    { kind: "period", name: "period", label: t("period") },
    ...choice("account", accounts.map(named)),
    ...choice("template", templates.map(named)),
    ...(tokens.length > 0
      ? choice("token", [
          ...tokens.map(({ id, name, hint }) => ({ value: String(id), text: `${name} · ${hint}` })),
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
    ...choice("provider", providers.map(named)),
  ];
}
