"use server";

import { headers } from "next/headers";
import { failure } from "#app/api/otp/door.ts";
import { fromRequest } from "#app/api/otp/request.ts";
import { readSend } from "#app/api/otp/send/read.ts";
import { respond } from "#app/api/otp/send/respond.ts";
import { TOLD_HEADERS, type TriedAnswer, tryRequest } from "#core/api/try-input.ts";
import { unservedOf } from "#core/api/unserved.ts";
import { checked } from "#core/input/problem.ts";
import { log } from "#runtime/log.ts";
import { tryCaller } from "#services/sending/try-send.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireDeveloper } from "../../guards.ts";

/** A real send by the signed-in developer, using the API's own functions to read, send and answer. */
export async function tryApi(input: { body: string; key: string }): Promise<ActionResult<TriedAnswer>> {
  return act(async () => {
    const { actor } = await requireDeveloper();
    const { body, key } = checked(tryRequest, input);
    const request = new Request("http://gateway/api/otp/send/", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body,
    });
    const read = await readSend(fromRequest(request));
    const caller = await tryCaller(actor, read.templateId);
    const req = (await headers()).get("x-request-id");
    const line: Record<string, unknown> = { req, route: "try", account: actor.accountId, user: actor.id };
    const answer = await respond({ ...caller, refused: () => {} }, read.body, (facts) => {
      Object.assign(line, facts);
    }).catch((error: unknown) => failure(error, req));
    log().info({ ...line, status: answer.status }, "request");
    return {
      status: answer.status,
      headers: Object.fromEntries(
        TOLD_HEADERS.flatMap((name) => {
          const value = answer.headers[name];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
      body: answer.text,
      unserved: answer.status === 400 ? unservedOf(body, caller.countries) : null,
    };
  });
}
