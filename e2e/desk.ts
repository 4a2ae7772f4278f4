import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type * as twoFactor from "#services/access/two-factor.ts";
import type * as accounts from "#services/customers/accounts.ts";
import type * as plans from "#services/customers/plans.ts";
import type * as subscriptions from "#services/customers/subscriptions.ts";
import type * as tokens from "#services/customers/tokens.ts";
import type * as whitelist from "#services/customers/whitelist.ts";
import type * as messageCounts from "#services/figures/message-counts.ts";
import type * as providers from "#services/gateway/providers.ts";
import type * as settings from "#services/gateway/settings.ts";
import type * as messages from "#services/message-log/messages.ts";
import type * as trial from "#services/providers/trial.ts";
import type * as routes from "#services/routing/routes.ts";
import type * as decisions from "#services/templates/decisions.ts";
import type * as templates from "#services/templates/templates.ts";
import type * as noticeStates from "#services/upkeep/notice-states.ts";
import type * as sweep from "#services/upkeep/sweep.ts";
import type * as userAccess from "#services/users/user-access.ts";
import type * as userLinks from "#services/users/user-links.ts";
import type * as users from "#services/users/users.ts";
import { type Environment, root, script } from "./program.ts";

interface Services {
  accounts: typeof accounts;
  decisions: typeof decisions;
  "message-counts": typeof messageCounts;
  messages: typeof messages;
  "notice-states": typeof noticeStates;
  plans: typeof plans;
  providers: typeof providers;
  routes: typeof routes;
  settings: typeof settings;
  subscriptions: typeof subscriptions;
  sweep: typeof sweep;
  templates: typeof templates;
  tokens: typeof tokens;
  trial: typeof trial;
  "two-factor": typeof twoFactor;
  "user-access": typeof userAccess;
  "user-links": typeof userLinks;
  users: typeof users;
  whitelist: typeof whitelist;
}

type Verb<Noun extends keyof Services> = {
  [Name in keyof Services[Noun]]: Services[Noun][Name] extends (...args: never[]) => Promise<unknown>
    ? Name
    : never;
}[keyof Services[Noun]] &
  string;

type Result<Noun extends keyof Services, Name> = Name extends keyof Services[Noun]
  ? Services[Noun][Name] extends (...args: never[]) => infer Promised
    ? Awaited<Promised>
    : never
  : never;

export interface Order {
  id: number;
  noun: string;
  verb: string;
  input: unknown;
}

interface Reply {
  id: number;
  result?: unknown;
  error?: { code?: string; message: string };
}

/**
 * Someone at a desk beside the gateway: calls services in a further process on the same database. Much faster
 * than the command line, which starts a process for each verb.
 */
export interface Desk {
  call<Noun extends keyof Services, Name extends Verb<Noun>>(
    noun: Noun,
    verb: Name,
    input?: unknown,
  ): Promise<Result<Noun, Name>>;
  close(): Promise<void>;
}

export function openDesk(env: Environment): Desk {
  const child: ChildProcess = spawn(process.execPath, [script("e2e/desk-process.ts")], {
    cwd: root,
    env: { ...env, LOG_LEVEL: "silent" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let orders = 0;
  child.on("message", ({ id, result, error }: Reply) => {
    const order = waiting.get(id)!;
    waiting.delete(id);
    if (error) order.reject(Object.assign(new Error(error.message), { code: error.code }));
    else order.resolve(result);
  });
  const gone = once(child, "exit").then(() => {
    for (const order of waiting.values()) order.reject(new Error("the desk's process ended"));
  });
  return {
    async call(noun, verb, input) {
      const id = ++orders;
      const order = Promise.withResolvers<unknown>();
      waiting.set(id, order);
      child.send({ id, noun, verb, input } satisfies Order);
      return (await order.promise) as never;
    },
    async close() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
