import { unreadNotices } from "#services/notices/notices.ts";
import { currentViewer } from "../../session.ts";

/** How many of the signed-in user's notices are unread, for the bell. */
export async function GET() {
  const viewer = await currentViewer();
  if (!viewer) return new Response(null, { status: 401 });
  return Response.json(
    { unread: await unreadNotices(viewer.actor) },
    { headers: { "cache-control": "no-store" } },
  );
}
