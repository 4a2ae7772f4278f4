import "server-only";
import { z } from "zod";
import { NoticeList } from "#components/notices/notice-list.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { readParams, type SearchParams, tableParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listNotices, sideOf } from "#services/notices/notices.ts";
import { readAllNotices, readNotice } from "./notices.ts";

const PAGE_ROWS = 30;

/** The signed-in user's notices, in the frame of their side. */
export async function NoticesView({
  actor,
  searchParams,
}: {
  actor: UserActor;
  searchParams: Promise<SearchParams>;
}) {
  const { after, before } = tableParams;
  const asked = readParams({ after, before, unread: z.literal("1").optional() }, await searchParams);
  const unread = asked.unread === "1";
  const { rows, pages } = await listNotices(actor, {
    size: PAGE_ROWS,
    after: asked.after,
    before: asked.before,
    unread,
  });
  const side = sideOf(actor);
  const address = (cursor: Record<string, string>) =>
    `${side === "admin" ? "/admin/notices" : "/notices"}?${new URLSearchParams({ ...(unread && { unread: "1" }), ...cursor })}`;
  return (
    <Words of={["notices"]}>
      <NoticeList
        side={side}
        notices={rows.map(({ createdAt, readAt, ...notice }) => ({
          ...notice,
          at: createdAt.toISOString(),
          unread: readAt === null,
        }))}
        unreadOnly={unread}
        newer={pages.before && address({ before: pages.before })}
        older={pages.after && address({ after: pages.after })}
        onRead={readNotice}
        onReadAll={readAllNotices}
      />
    </Words>
  );
}
