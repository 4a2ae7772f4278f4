"use server";

import { revalidatePath } from "next/cache";
import type { NoticeKind } from "#core/notice/notice.ts";
import * as notices from "#services/notices/notices.ts";
import { type ActionResult, act } from "./action.ts";
import { requireViewer } from "./guards.ts";

/** What users of either side do with their own notices. The bell of every page counts them. */
async function changing(work: () => Promise<void>): Promise<ActionResult> {
  const result = await act(async () => void (await work()));
  revalidatePath("/", "layout");
  return result;
}

export async function readNotice(id: number): Promise<ActionResult> {
  const { actor } = await requireViewer();
  return changing(() => notices.readNotice(actor, { id }));
}

export async function readAllNotices(upTo: number): Promise<ActionResult> {
  const { actor } = await requireViewer();
  return changing(() => notices.readAllNotices(actor, { id: upTo }));
}

export async function chooseNotices(kinds: NoticeKind[]): Promise<ActionResult> {
  const { actor } = await requireViewer();
  return changing(() => notices.chooseNotices(actor, { kinds }));
}
