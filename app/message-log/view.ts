import type { LogRowView } from "#components/messages/log-row.ts";
import type { LogPage } from "#services/message-log/message-log.ts";

/** A page of the log as plain values for client components, times in ISO. */
export function viewOf({ rows, pages, count, top, view, sought, notSearchable }: LogPage) {
  return {
    rows: rows.map(
      ({
        createdAt,
        settledAt: _,
        closedAt: __,
        response: ___,
        tokenId: ____,
        providerId: _____,
        language,
        ...row
      }): LogRowView => ({
        ...row,
        language: language === 0 ? "ar" : "en",
        at: createdAt.toISOString(),
      }),
    ),
    pages,
    count,
    top,
    sought,
    notSearchable,
    size: view.size,
  };
}
