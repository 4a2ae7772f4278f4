import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Customer,
  clientAt,
  freshGateway,
  makeCustomer,
  operator,
  PASSWORD,
} from "#bin/fixtures/gateway.ts";
import { allVerbs } from "#bin/fixtures/verbs.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import type { UserRole } from "#core/access/role.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { inviteUser } from "#services/users/user-links.ts";
import { createUser } from "#services/users/users.ts";
import { belongingsOf, fingerprint } from "./test-belongings.ts";

/** Who may do what is asked of a verb. A stranger is the owner of another account. */
const rights = {
  /** Changes what is the operator's and everybody's. */
  operate: ["admin"],
  /** Sees what is the operator's and everybody's. */
  read_all: ["admin", "support"],
  /** Sees what is the account's. */
  read: ["admin", "support", "owner", "developer", "read_only", "onlooker"],
  /** Changes what is the account's. */
  develop: ["admin", "owner", "developer"],
  /** Decides about the account's team. */
  team: ["admin", "owner"],
  /** Sees the account's tokens in plain text. */
  reveal: ["owner", "developer"],
  /** Sends, always for the account of their own. */
  send: ["owner", "developer", "stranger"],
  /** Reads texts with codes. A stranger is given their own. */
  codes: ["admin", "owner", "developer", "read_only", "stranger"],
  /** Concerns the user alone. */
  own: ["admin", "support", "owner", "developer", "read_only", "stranger"],
  /** Answers everybody with what is in their scope. */
  scoped: ["admin", "support", "owner", "developer", "read_only", "onlooker", "stranger"],
  /** Not for a person: part of other verbs, or for the command line, whose work is not to be tried here. */
  inner: [],
} as const satisfies Record<string, readonly (UserRole | "onlooker" | "stranger")[]>;

const roles = ["admin", "support", "owner", "developer", "read_only", "onlooker", "stranger"] as const;
type Role = (typeof roles)[number];

/** Every verb has its right. A new one without an entry fails. */
const table: Record<string, keyof typeof rights> = {
  "account-activity.accountActivityOf": "read",
  "accounts.changeAccount": "operate",
  "accounts.createAccount": "operate",
  "accounts.getAccount": "read",
  "accounts.getAccountFile": "read_all",
  "accounts.listAccounts": "read_all",
  "accounts.resumeAccount": "operate",
  "accounts.searchAccounts": "read_all",
  "accounts.suspendAccount": "operate",
  "after-failover.closeFailover": "operate",
  "approvals.approvalsOnceApproved": "read_all",
  "approvals.listApprovals": "read_all",
  "approvals.setApproval": "operate",
  "approvals.setApprovalDemand": "operate",
  "attention.needsAttention": "read_all",
  "audit-log.auditLog": "read_all",
  "audit-log.exportAudit": "read_all",
  "audit-log.getAuditEntry": "read_all",
  "audit.auditExport": "inner",
  "audit.traceOf": "inner",
  "backup.writeBackup": "operate",
  "carriers.carrierAlarms": "read_all",
  "carriers.carriersNow": "read_all",
  "decisions.approveTemplate": "operate",
  "decisions.rejectTemplate": "operate",
  "decisions.revokeTemplate": "operate",
  "decisions.undoDecision": "operate",
  "doctor.examine": "read_all",
  "explain.explainRoute": "read_all",
  "find.find": "scoped",
  "gateway-health.gatewayHealth": "read_all",
  "gateway-report.gatewayReport": "read_all",
  "identity.isOwnPassword": "inner",
  "identity.proveCurrent": "inner",
  "identity.requireIdentity": "inner",
  "inbox.readInboxes": "operate",
  "ledger.exportLedger": "read",
  "ledger.readLedger": "read",
  "log-choices.logOperators": "read",
  "log-choices.logProviders": "scoped",
  "log-choices.logSubscriptions": "read",
  "log-query.readLogQuery": "inner",
  "log-query.scopeOfLog": "inner",
  "message-log.exportMessages": "read",
  "message-log.messageDetails": "read",
  "message-log.messageLog": "read",
  "message-log.messageNews": "read",
  "message-report.messageReport": "read",
  "messages.getMessage": "read",
  "messages.listMessages": "read",
  "notices.chooseNotices": "own",
  "notices.listNotices": "own",
  "notices.noticeChoicesOf": "own",
  "notices.openNotice": "own",
  "notices.readAllNotices": "own",
  "notices.readNotice": "own",
  "notices.unreadNotices": "own",
  "operators.listOperators": "read_all",
  "operators.removeOperator": "operate",
  "operators.setOperator": "operate",
  "plans.archivePlan": "operate",
  "plans.createPlan": "operate",
  "plans.editPlan": "operate",
  "plans.listPlans": "read_all",
  "profile.changeEmail": "own",
  "profile.changePassword": "own",
  "profile.chooseLanguage": "own",
  "provider-form.openProviderForm": "operate",
  "provider-form.saveProviderForm": "operate",
  "provider-presets.listPresets": "read_all",
  "provider-presets.setProviderFromPreset": "operate",
  "providers.listProviders": "read_all",
  "providers.moveProvider": "operate",
  "providers.removeProvider": "operate",
  "providers.setProvider": "operate",
  "providers.setSandboxTakeover": "operate",
  "providers.switchProvider": "operate",
  "refusals.refusalSums": "read",
  "request-log.getRequest": "read",
  "request-log.requestLog": "read",
  "search.searchTemplates": "read",
  "refusals.listRefusedAddresses": "read",
  "refused-access.noteRefusedAccess": "inner",
  "restore.restoreBackup": "operate",
  "reviews.reviewQueue": "read_all",
  "reviews.reviewTemplate": "read_all",
  "reviews.waitingTemplates": "read_all",
  "routes.listRoutes": "read_all",
  "routes.removeRoute": "operate",
  "routes.routeCoverage": "read_all",
  "routes.setRoute": "operate",
  "sandbox-inbox.readSandboxInbox": "codes",
  "senders.listSenders": "read_all",
  "senders.removeSender": "operate",
  "senders.sendersOfAccount": "read",
  "senders.setSender": "operate",
  "session.endOtherSessions": "own",
  "session.endSession": "own",
  "session.listSessions": "own",
  "settings.changeLogo": "operate",
  "settings.changeSettings": "operate",
  "settings.getSettings": "read_all",
  "smtp.removeSmtp": "operate",
  "smtp.setSmtp": "operate",
  "smtp.smtpSettings": "read_all",
  "subscription-ledger.checkLedger": "read",
  "subscription-ledger.getSubscription": "read",
  "subscription-ledger.latestOfSubscription": "read",
  "subscription-ledger.listAllSubscriptions": "read_all",
  "subscription-ledger.renewalsDue": "read_all",
  "subscription-ledger.countRenewalsDue": "read_all",
  "subscriptions.cancelSubscription": "operate",
  "subscriptions.extendSubscription": "operate",
  "subscriptions.grantPlan": "operate",
  "subscriptions.grantSubscription": "operate",
  "subscriptions.listSubscriptions": "read",
  "subscriptions.setRenewal": "operate",
  "subscriptions.topUpSubscription": "operate",
  "team.demandTwoFactor": "team",
  "team.twoFactorOfTeam": "read",
  "template-change.changeVersion": "inner",
  "templates.archiveTemplate": "develop",
  "templates.createTemplate": "develop",
  "templates.discardTemplateDraft": "develop",
  "templates.getTemplate": "read",
  "template-usage.templateUsage": "read",
  "templates.listTemplates": "read",
  "templates.saveTemplateDraft": "develop",
  "templates.submitTemplate": "develop",
  "templates.withdrawTemplate": "develop",
  "token-usage.tokenUsage": "read",
  "tokens.changeTokenScope": "develop",
  "tokens.createToken": "develop",
  "tokens.listTokens": "read",
  "tokens.revealToken": "reveal",
  "tokens.revokeToken": "develop",
  "tokens.rotateToken": "develop",
  "tokens.searchTokens": "read",
  "trial-by-server.testProviderAnywhere": "operate",
  "trial.reportOnTest": "operate",
  "trial.testProvider": "operate",
  "try-mail.tryMail": "operate",
  "try-send.tryCaller": "send",
  "two-factor.beginTwoFactor": "own",
  "two-factor.confirmTwoFactor": "own",
  "two-factor.disableTwoFactor": "own",
  "two-factor.renewRecoveryCodes": "own",
  "two-factor.resetTwoFactor": "operate",
  "two-factor.twoFactorOf": "own",
  "user-access.changeRole": "team",
  "user-access.deactivateUser": "team",
  "user-access.reactivateUser": "team",
  "user-directory.listDirectory": "read",
  "user-links.inviteUser": "team",
  "user-links.linkForReset": "operate",
  "user-links.renewInvitation": "team",
  "user-links.withdrawInvitation": "team",
  "users.createUser": "operate",
  "users.listUsers": "read_all",
  "users.resetPassword": "operate",
  "viewing.endViewing": "inner",
  "viewing.onlookerOf": "inner",
  "viewing.startViewing": "read_all",
  "whitelist.addToWhitelist": "develop",
  "whitelist.coversOwnAddress": "read",
  "whitelist.listWhitelist": "read",
  "whitelist.removeFromWhitelist": "develop",
  "whitelist.searchWhitelist": "read",
  "whitelist.setWhitelistEnforced": "develop",
};

/** Asked by the account's id alone. */
const asksByNumber = ["log-choices.logOperators", "log-choices.logSubscriptions"];

/** Allowed to an admin, and too much for a test: their rights are asked of the others alone. */
const heavy = [
  "after-failover.closeFailover",
  "backup.writeBackup",
  "restore.restoreBackup",
  "inbox.readInboxes",
];

let ranges = 0;
let people = 0;
let gateway: Awaited<ReturnType<typeof freshGateway>>;
let verbs: Awaited<ReturnType<typeof allVerbs>>;
beforeAll(async () => {
  gateway = await freshGateway();
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
  verbs = await allVerbs();
});
afterAll(() => gateway.drop());

async function person(role: UserRole, accountId: number | null): Promise<UserActor> {
  const email = `${role}-${crypto.randomUUID()}@example.com`;
  const input = { email, role, password: PASSWORD, ...(accountId === null ? {} : { accountId }) };
  return userActor(await createUser(operator, input), `203.0.113.${++people % 250}`);
}

async function everybody({ account }: Customer): Promise<Record<Role, UserActor>> {
  const { id: accountId } = account;
  const admin = await person("admin", null);
  return {
    admin,
    support: await person("support", null),
    owner: await person("owner", accountId),
    developer: await person("developer", accountId),
    read_only: await person("read_only", accountId),
    onlooker: { ...admin, role: "onlooker", accountId },
    stranger: await person("owner", (await makeCustomer()).account.id),
  };
}

/** What any verb could want to know, so that each is refused for who asks and not for what is missing. */
async function everything(customer: Customer) {
  const { account, developer, template } = customer;
  const accountId = account.id;
  const range = `198.51.100.${++ranges % 250}`;
  const { ids, message } = await belongingsOf(gateway.sql, operator, customer, range);
  const invited = `invited-${crypto.randomUUID()}@example.com`;
  await inviteUser(operator, { email: invited, role: "developer", accountId });
  const fields = {
    accountId,
    templateId: template.id,
    versionId: null,
    params: {},
    period: "7d",
    since: null,
    ids: [message],
    size: 10,
    limit: 10,
    name: "Other",
    english: "Other {code}",
    arabic: null,
    reason: "No",
    range: "203.0.113.0/24",
    label: "New",
    enforced: false,
    required: true,
    password: PASSWORD,
    current: "not the password",
    role: "read_only",
    access: "send",
    templateIds: null,
    grace: "none",
    expiresAt: null,
    kinds: [],
    number: "963944123456",
  };
  return { inputs: ids.map((id) => ({ ...fields, id })), emails: [developer.name, invited] };
}

type Told = "done" | string;
const REFUSED = /^(not_allowed|read_only)$/;

/** What a verb told an actor, for each of the inputs that it could have meant. */
async function tell(
  name: string,
  actor: UserActor,
  things: Awaited<ReturnType<typeof everything>>,
): Promise<Told[]> {
  const told: Told[] = [];
  for (const input of things.inputs) {
    for (const email of things.emails) {
      const fresh = `fresh-${crypto.randomUUID()}@example.com`;
      const third = { ...clientAt(), since: null, ids: input.ids };
      const isNew = name === "user-links.inviteUser" || name === "profile.changeEmail";
      told.push(
        await Promise.resolve()
          .then(() =>
            verbs.get(name)!(
              actor,
              asksByNumber.includes(name)
                ? input.accountId
                : {
                    ...input,
                    ...(name === "request-log.getRequest" && { id: crypto.randomUUID() }),
                    email: isNew ? fresh : email,
                  },
              third,
            ),
          )
          .then(() => "done")
          .catch((error: { code?: string }) => error.code ?? String(error)),
      );
      if (!/^(user-|two-factor\.reset|users)/.test(name)) break;
    }
  }
  return told;
}

test("every verb has its right", () => {
  expect(Object.keys(table).sort()).toEqual([...verbs.keys()].sort());
});

describe.each(roles)("%s", (role) => {
  const may = (name: string) => (rights[table[name]!] as readonly Role[]).includes(role);

  test("is refused what is not theirs, and leaves no trace of the attempt", async () => {
    const customer = await makeCustomer();
    const actor = (await everybody(customer))[role];
    const things = await everything(customer);
    const before = await fingerprint(gateway.sql);
    for (const name of Object.keys(table).filter((each) => table[each] !== "inner" && !may(each))) {
      // An onlooker is asked of their own user's things in the admin's pages.
      if (role === "onlooker" && table[name] === "own") continue;
      const told = await tell(name, actor, things);
      const astray = told.filter((code) => !REFUSED.test(code) && !code.endsWith("_not_found"));
      expect([name, astray]).toEqual([name, []]);
    }
    expect(await fingerprint(gateway.sql)).toEqual(before);
  });

  test("is not refused what is theirs", async () => {
    const customer = await makeCustomer();
    const actor = (await everybody(customer))[role];
    const refused: string[] = [];
    for (const name of Object.keys(table).filter((each) => may(each) && !heavy.includes(each))) {
      const told = await tell(name, actor, await everything(customer));
      if (told.every((code) => REFUSED.test(code))) refused.push(name);
    }
    expect(refused).toEqual([]);
  });
});

/** Server actions that call no verb: preferences of a browser, and links, which stand for whoever holds them. */
const bare = [
  "app/account/check-range.ts#checkRange",
  "app/preferences.ts#setFolded",
  "app/preferences.ts#setTheme",
];

test("every server action comes to verbs of the table", () => {
  const root = join(import.meta.dirname, "../..");
  const files = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join("app", file))
    .filter((file) => readFileSync(join(root, file), "utf8").startsWith('"use server"'));
  expect(files.length).toBeGreaterThan(12);
  const without: string[] = [];
  for (const file of files) {
    const source = readFileSync(join(root, file), "utf8");
    const known = new Map<string, string>();
    for (const [, what, path] of source.matchAll(
      /import (?:type )?(\{[^}]*\}|\* as \w+) from "#services\/([\w/-]+)\.ts"/g,
    )) {
      const noun = path!.split("/").at(-1)!;
      if (what!.startsWith("*")) {
        const space = what!.slice(5);
        for (const [, verb] of source.matchAll(new RegExp(`\\b${space}\\.(\\w+)`, "g")))
          known.set(`${space}.${verb}`, `${noun}.${verb}`);
      } else {
        for (const each of what!.slice(1, -1).split(",")) {
          const [name = "", as = name] = each.trim().split(/ as /);
          known.set(as, `${noun}.${name}`);
        }
      }
    }
    const parts = source.split(/^(?=export async function )/m).slice(1);
    for (const part of parts) {
      const action = `${file}#${/function (\w+)/.exec(part)![1]}`;
      const called = [...known].filter(([written]) =>
        new RegExp(`\\b${written.replace(".", "\\.")}\\b`).test(part),
      );
      if (!called.some(([, verb]) => verb in table)) without.push(action);
    }
  }
  expect(without.sort()).toEqual(bare);
});
