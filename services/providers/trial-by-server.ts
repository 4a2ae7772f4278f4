import { z } from "zod";
import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { TestResult } from "#core/gateway/provider-test.ts";
import { type RefusalCode, Refused, refusalTexts } from "#core/input/refusal.ts";
import { announcedServers, askServer } from "#services/sending/running-servers.ts";
import { testProvider } from "./trial.ts";

/** Longer than any provider's time-outs with the longest wait for a report. */
const ANSWER_MS = 300_000;

const refusal = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  fields: z.record(z.string(), z.array(z.string())),
});
const question = z.object({ by: z.string().max(200), test: z.unknown() });

/**
 * A test send from the command line. A running server does it, if there is one, over the connections that it holds: a
 * carrier may allow no further one. Otherwise this process opens a connection of its own.
 */
export async function testProviderAnywhere(
  actor: Actor,
  input: unknown,
): Promise<TestResult & { byServer: boolean }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  for (const url of await announcedServers()) {
    const result = await askToTest(url, actor, input);
    if (result) return { ...result, byServer: true };
  }
  return { ...(await testProvider(actor, input)), byServer: false };
}

/** Null if no server answers there, which has sent nothing then. */
async function askToTest(url: string, actor: Actor, input: unknown): Promise<TestResult | null> {
  if (!(await isThere(url))) return null;
  const response = await askServer(url, "/internal/provider-test", {
    ms: ANSWER_MS,
    body: { by: actor.name, test: input },
  });
  const body: unknown = await response.json();
  if (response.status === 200) return body as TestResult;
  const { code, values, fields } = refusal.parse(body);
  if (!(code in refusalTexts)) throw new Error(`the server refused: ${code}`);
  throw new Refused(code as RefusalCode, values, fields);
}

async function isThere(url: string): Promise<boolean> {
  try {
    return (await askServer(url, "/internal/inbox", { ms: 3_000 })).ok;
  } catch {
    return false;
  }
}

/** The server's side of it. @returns a status and a body, for nobody but the command line. */
export async function answerTest(body: unknown): Promise<{ status: number; body: object }> {
  const asked = question.safeParse(body);
  if (!asked.success) return { status: 400, body: { detail: "Not a test." } };
  const { by, test } = asked.data;
  try {
    return { status: 200, body: await testProvider({ kind: "command_line", name: by }, test) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, values, fields } = error;
    return { status: 422, body: { code, values, fields } };
  }
}
