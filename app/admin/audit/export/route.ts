import { type AuditEntry, exportAudit } from "#services/audit/audit-log.ts";
import type { CsvColumn } from "../../../csv.ts";
import { csvAnswer } from "../../../csv.ts";
import { admit } from "../../../guards.ts";

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** The database's names: the file is read by programs, and by people of any language. */
const columns: CsvColumn<AuditEntry>[] = [
  { name: "id", value: ({ id }) => id },
  { name: "at", value: ({ at }) => at.toISOString() },
  { name: "actor_kind", value: ({ actorKind }) => actorKind },
  { name: "actor", value: ({ actorName }) => actorName },
  { name: "action", value: ({ action }) => action },
  { name: "subject", value: ({ subjectId }) => subjectId },
  { name: "account_id", value: ({ accountId }) => accountId },
  { name: "account", value: ({ accountName }) => accountName?.name ?? null },
  { name: "account_arabic_name", value: ({ accountName }) => accountName?.arabicName ?? null },
  { name: "address", value: ({ address }) => address },
  { name: "before", value: ({ before }) => json(before) },
  { name: "after", value: ({ after }) => json(after) },
];

/** The filtered audit log as a streamed file, for admins only. */
export async function GET(request: Request): Promise<Response> {
  const actor = await admit("admin");
  if (typeof actor === "number") {
    return Response.json({}, { status: actor, headers: { "cache-control": "no-store" } });
  }
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const name = `audit-${new Date().toISOString().slice(0, 10)}.csv`;
  return csvAnswer(name, columns, await exportAudit(actor, params));
}
