import { z } from "zod";
import { id } from "#core/input/id.ts";
import { period } from "#core/table/period.ts";
import { searched, someOf, tableParams } from "#core/table/table-params.ts";
import { requestErrorCodes } from "./request-error.ts";
import { requestIdIn } from "./request-id.ts";

/** The statuses that the API answers with. */
export const API_STATUSES = [
  200, 201, 400, 401, 402, 403, 404, 405, 409, 413, 415, 429, 500, 502, 503, 504,
] as const;

/** The parameters of the request log's address. */
export const requestParams = {
  ...tableParams,
  /** A request's id, a phone number or an address. */
  q: searched,
  /** Statuses; `refused` stands for all from 400 on. */
  status: someOf(["refused", ...API_STATUSES.map(String)]).optional(),
  error: someOf(requestErrorCodes).optional(),
  token: id.optional(),
  period: period.optional(),
};

/** A cursor of the list: the id of a request. */
export const requestCursor = z.string().refine((text) => requestIdIn(text) !== null);

export const requestById = z.object({ id: z.string() });

/** The line below a table counts requests up to this number. */
export const MOST_COUNTED = 10_000;
