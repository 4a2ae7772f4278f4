"use server";

import { revalidatePath } from "next/cache";
import { LOGO_BYTES } from "#core/gateway/logo-size.ts";
import type { Basis } from "#core/input/edited.ts";
import { invalid } from "#core/input/problem.ts";
import { setSandboxTakeover } from "#services/gateway/providers.ts";
import * as settings from "#services/gateway/settings.ts";
import { type ActionResult, act } from "../../action.ts";
import { anyOf } from "../../any-of.ts";
import { requireAdmin } from "../../guards.ts";

/** Name, logo and time zone appear on every page. */
function everywhere<T>(result: T): T {
  revalidatePath("/", "layout");
  return result;
}

export async function saveSettings(
  group: settings.SettingGroup,
  value: unknown,
  basis: Basis,
): Promise<ActionResult<Record<string, unknown>>> {
  const { actor } = await requireAdmin();
  return everywhere(
    await act<Record<string, unknown>>(() => settings.changeSettings(actor, { group, value, basis })),
  );
}

/** The banner on every page depends on it. */
export async function saveSandbox(
  value: unknown,
  basis: Basis,
): Promise<ActionResult<Record<string, unknown>>> {
  const { actor } = await requireAdmin();
  return everywhere(
    await act<Record<string, unknown>>(async () => {
      const { takesOver } = await setSandboxTakeover(actor, { ...anyOf(value), basis });
      return { takesOver };
    }),
  );
}

/** Without a file the logo is removed. */
export async function saveLogo(form: FormData): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return everywhere(
    await act(async () => {
      // The client may have sent anything.
      if (!(form instanceof FormData)) throw invalid([["file", "logo_kind"]]);
      const file = form.get("file");
      if (file instanceof File && file.size > LOGO_BYTES) throw invalid([["file", "logo_size"]]);
      const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : null;
      await settings.changeLogo(actor, bytes);
      return undefined;
    }),
  );
}
