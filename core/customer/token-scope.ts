import { z } from "zod";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { type TokenAccess, tokenAccesses } from "./token-access.ts";

export interface TokenScope {
  access: TokenAccess;
  /** The templates with which it may send; null for all, also for later ones. */
  templateIds: number[] | null;
}

/** A token for more templates is one for all. */
export const SCOPED_TEMPLATES = 100;

/** Ids in any order, each once; none is the same as null, since a token that may send nothing is not a token. */
const templateIds = z
  .array(id, { error: problem("templates") })
  .max(SCOPED_TEMPLATES, problem("templates"))
  .nullable()
  .transform((ids) => (ids?.length ? [...new Set(ids)].sort((one, other) => one - other) : null));

export const tokenAccess = z.enum(tokenAccesses, { error: problem("token_access") });

export const scopeFields = { access: tokenAccess.default("full"), templateIds: templateIds.default(null) };

/** A token that does not send has no templates to be kept to. */
export function scopeOfInput({ access, templateIds }: TokenScope): TokenScope {
  return { access, templateIds: access === "read" ? null : templateIds };
}

/** What is not given stays as it is, so that nobody widens a token unawares. */
export const tokenScopeChange = z.object({
  id,
  access: tokenAccess.optional(),
  templateIds: templateIds.optional(),
});
