import { z } from "zod";
import { id } from "#core/input/id.ts";
import { pageInput } from "#core/table/page-input.ts";
import { searched, tableParams } from "#core/table/table-params.ts";
import { TEMPLATE_STATES } from "./template-choices.ts";

const listing = { q: searched, status: z.enum(TEMPLATE_STATES).optional() };

/** The parameters of the address of a list of templates. */
export const templateListParams = { ...tableParams, ...listing };

/** A page of an account's templates. */
export const templateList = z.object({ accountId: id, ...listing, ...pageInput });
export type TemplateList = z.output<typeof templateList>;

/** Templates of one page. */
export const someTemplates = z.object({ accountId: id, ids: z.array(id).max(100) });
