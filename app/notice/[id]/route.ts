import { redirect } from "next/navigation";
import { stepAddress } from "#core/access/asked-page.ts";
import { Refused } from "#core/input/refusal.ts";
import { openNotice, sideOf } from "#services/notices/notices.ts";
import { askedPage } from "../../asked.ts";
import { currentViewer } from "../../session.ts";

/**
 * Opens a notice: marks it as read and leads on to what it is about. Mails link here, too. A notice that is not there
 * any more, or is somebody else's, leads to the list.
 */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const viewer = await currentViewer();
  if (!viewer) redirect(stepAddress("/sign-in", await askedPage()));
  const { actor } = viewer;
  let target = sideOf(actor) === "admin" ? "/admin/notices" : "/notices";
  try {
    target = await openNotice(actor, await params);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  redirect(target);
}
