import { z } from "zod";
import { basis } from "#core/input/basis.ts";
import { problem } from "#core/input/problem.ts";
import { value } from "#core/input/value.ts";

export const providerKind = z.enum(["sandbox", "http", "smpp", "syriatel", "mtn_syria"], {
  error: problem("provider_kind"),
});
export type ProviderKind = z.output<typeof providerKind>;

export const providerName = value("provider_name").pipe(
  z
    .string()
    .min(1, { error: problem("required"), abort: true })
    .regex(/^[\w.-]{1,50}$/, problem("provider_name")),
);

/** The configuration itself is validated by the adapter of that kind. */
export const providerSettings = z.object({
  name: providerName,
  kind: providerKind,
  config: z.unknown(),
  /** Then it must not be the name of another. */
  isNew: z.boolean().default(false),
  basis,
});
export const providerMove = z.object({
  name: providerName,
  position: z.int({ error: problem("position") }).min(1, problem("position")),
  basis,
});
export const providerTakeover = z.object({
  name: providerName,
  takesOver: z.boolean({ error: problem("switch") }),
  basis,
});
export const providerSwitch = z.object({
  name: providerName,
  enabled: z.boolean({ error: problem("switch") }),
  basis,
});
export const providerRef = z.object({ name: providerName });
