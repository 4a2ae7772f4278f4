"use server";

import { revalidatePath } from "next/cache";
import type { Basis } from "#core/input/edited.ts";
import {
  archiveTemplate,
  createTemplate,
  discardTemplateDraft,
  saveTemplateDraft,
  submitTemplate,
  withdrawTemplate,
} from "#services/templates/templates.ts";
import { act } from "../../action.ts";
import { anyOf } from "../../any-of.ts";
import { requireDeveloper } from "../../guards.ts";

interface Typed {
  name: string;
  english: string;
  arabic: string;
  submit: boolean;
  basis?: Basis;
  key?: string;
}

export async function createTemplateAction(typed: Typed) {
  const { actor, accountId } = await requireDeveloper();
  return act(async () => {
    const { id } = await createTemplate(actor, { ...typed, accountId });
    revalidatePath("/templates");
    return { id };
  });
}

/** Saves the next version as a draft and, if asked, submits it. */
export async function saveTemplateAction(id: number, typed: Typed) {
  const { actor } = await requireDeveloper();
  return act(async () => {
    const { name, english, arabic, submit, basis } = anyOf(typed);
    const saved = await saveTemplateDraft(actor, { id, name, english, arabic, basis });
    if (submit) await submitTemplate(actor, { id });
    revalidatePath("/templates");
    const { english: storedEnglish, arabic: storedArabic } = saved.newest;
    return {
      id,
      stored: { name: saved.name, english: storedEnglish ?? "", arabic: storedArabic ?? "" },
    };
  });
}

export async function withdrawTemplateAction(id: number) {
  const { actor } = await requireDeveloper();
  return act(async () => {
    await withdrawTemplate(actor, { id });
  });
}

export async function discardDraftAction(id: number) {
  const { actor } = await requireDeveloper();
  return act(async () => {
    await discardTemplateDraft(actor, { id });
    revalidatePath("/templates");
  });
}

export async function archiveTemplateAction(id: number) {
  const { actor } = await requireDeveloper();
  return act(async () => {
    await archiveTemplate(actor, { id });
  });
}
