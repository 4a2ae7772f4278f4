import type { LogRow } from "#services/message-log/message-log.ts";
import type { CsvColumn } from "../csv.ts";

const time = (at: Date | null) => at?.toISOString() ?? null;

/** The API's names where there are any, because exports are often read by programs. */
const columns: CsvColumn<LogRow>[] = [
  { name: "id", value: ({ id }) => id },
  { name: "created_at", value: ({ createdAt }) => time(createdAt) },
  { name: "gsm", value: ({ number }) => number },
  { name: "status", value: ({ status }) => status },
  { name: "reason", value: ({ problem }) => problem },
  { name: "template_id", value: ({ templateId }) => templateId },
  { name: "template", value: ({ templateName }) => templateName },
  { name: "language", value: ({ language }) => (language === 0 ? "ar" : "en") },
  { name: "token", value: ({ tokenName }) => tokenName },
  { name: "tried_by", value: ({ triedBy }) => triedBy },
  { name: "segments", value: ({ segments }) => segments },
  { name: "credits", value: ({ credits }) => credits },
  { name: "settled_at", value: ({ settledAt }) => time(settledAt) },
  { name: "closed_at", value: ({ closedAt }) => time(closedAt) },
  { name: "provider_response", value: ({ response }) => response },
];

export const exportColumns = {
  developer: columns,
  admin: [
    ...columns,
    { name: "account_id", value: ({ accountId }: LogRow) => accountId },
    { name: "account", value: ({ accountName }: LogRow) => accountName.name },
    { name: "account_arabic_name", value: ({ accountName }: LogRow) => accountName.arabicName },
    { name: "provider", value: ({ provider }: LogRow) => provider },
  ],
};
