import type { Command } from "commander";
import { sheet, table } from "#bin/gate/answer.ts";
import { lookAtAccount, lookAtGateway } from "#bin/gate/gateway.ts";
import { idOf, limitOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { invalid } from "#core/input/problem.ts";
import { requestParams } from "#core/requests/request-log.ts";
import {
  type ApiRequest,
  type ApiRequestDetails,
  getRequest,
  type RequestPage,
  requestLog,
} from "#services/requests/request-log.ts";

interface List {
  account: number;
  find?: string;
  status?: string;
  limit: number;
}

export function define(noun: Command): void {
  verb(noun, "show", "show an API request with its masked body and answer")
    .argument("<id>", "the X-Request-Id of its answer")
    .action(
      act(async (id: string) => {
        const request = await lookAtGateway(() => getRequest(operator(), { id }));
        return { json: shown(request), text: sheet(shown(request)) };
      }),
    );
  verb(noun, "list", "list an account's API requests, newest first")
    .requiredOption("--account <id>", "the account", idOf)
    .option("--find <text>", "only requests with this id, phone number or client address")
    .option("--status <list>", "only these statuses, such as 400,402; refused stands for 400 and above")
    .option("--limit <number>", "maximum number of requests", limitOf, 50)
    .action(
      act(async ({ account, limit, ...asked }: List) => {
        const requests = await lookAtAccount(account, () => newest(account, asked, limit));
        const rows = requests.map(({ at, status, method, path, error, field, tokenName, address, id }) => ({
          time: at,
          status,
          request: `${method} ${path}`,
          error,
          field,
          token: tokenName,
          address,
          id,
        }));
        return {
          json: { requests: requests.map(view) },
          text: table(rows, "There is no such request in the log."),
        };
      }),
    );
}

async function newest(
  accountId: number,
  { find, status }: Pick<List, "find" | "status">,
  limit: number,
): Promise<ApiRequest[]> {
  if (status !== undefined && !requestParams.status.safeParse(status).success)
    throw invalid([["status", "request_statuses"]]);
  const found: ApiRequest[] = [];
  for (let after: string | undefined; found.length < limit; ) {
    const params = { q: find, status, size: "100", after };
    const page: RequestPage = await requestLog(operator(), { accountId, params });
    if (page.notSearchable) throw invalid([["find", "request_sought"]]);
    found.push(...page.rows);
    if (page.pages.after === null) break;
    after = page.pages.after;
  }
  return found.slice(0, limit);
}

function view(request: ApiRequest) {
  const { id, at, accountId, method, path, status, error, field, durationMs, address } = request;
  return {
    id,
    account: accountId,
    at,
    method,
    path,
    status,
    error,
    field,
    duration_ms: durationMs,
    address,
    token: request.tokenId,
    token_name: request.tokenName,
    token_hint: request.tokenHint,
  };
}

function shown(request: ApiRequestDetails) {
  const { messageId: message, body, answer } = request;
  return { ...view(request), message, body, answer };
}
