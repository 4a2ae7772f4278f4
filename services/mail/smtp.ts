import { canOperate, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { basis as basisOf } from "#core/input/basis.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  mayKeepPassword,
  type SmtpInput,
  type SmtpView,
  type StoredSmtp,
  smtp,
  storedSmtp,
} from "#core/mail/smtp.ts";
import { deleteSetting, findSetting, lockSettings, putSetting } from "#db/queries/gateway/settings.ts";
import { deleteMails, makeMailsDue, type Outbox, selectOutbox } from "#db/queries/mail/mails.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { env } from "#runtime/env.ts";
import { seal, unseal } from "#runtime/keys.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";

const SETTING = "smtp";

/** Everything needed to send a mail. */
export interface SmtpConnection extends Omit<StoredSmtp, "sealed"> {
  password: string;
}

/** Binds the sealed password to its server and user: moved to another row's values it does not open. */
const contextOf = ({ host, port, security, user }: Omit<StoredSmtp, "sealed">) =>
  `smtp:${host}:${port}:${security}:${user}`;

async function stored(db: Executor): Promise<StoredSmtp | null> {
  return storedSmtp.safeParse(await findSetting(db, SETTING)).data ?? null;
}

const viewOf = ({ sealed, ...shown }: StoredSmtp): SmtpView => ({ ...shown, hasPassword: sealed !== null });

/** The settings without the password, and what waits to be sent. */
export async function smtpSettings(actor: Actor): Promise<{ smtp: SmtpView | null; outbox: Outbox }> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const [kept, outbox] = await Promise.all([stored(database()), selectOutbox(database())]);
  return { smtp: kept && viewOf(kept), outbox };
}

/** Whether mails can be sent. */
export async function mailIsOn(db: Executor = database()): Promise<boolean> {
  return (await stored(db)) !== null;
}

export async function smtpConnection(): Promise<SmtpConnection | null> {
  const kept = await stored(database());
  return kept && opened(kept);
}

function opened({ sealed, ...rest }: StoredSmtp): SmtpConnection {
  const password =
    sealed === null ? "" : unseal("smtp-password", Buffer.from(sealed, "base64"), contextOf(rest));
  return { ...rest, password };
}

/** The connection that new values would give, with the stored password where they keep it. */
export async function connectionWith(input: SmtpInput): Promise<SmtpConnection> {
  return { ...input, ...passwordFor(await stored(database()), input) };
}

function passwordFor(before: StoredSmtp | null, input: SmtpInput): { password: string } {
  if (input.url === "" && env().PUBLIC_URL === undefined) throw invalid([["url", "dashboard_url"]]);
  if (input.user === "") return { password: "" };
  if (input.password !== "") return { password: input.password };
  if (!before || before.sealed === null) throw invalid([["password", "required"]]);
  if (!mayKeepPassword(before, input)) throw invalid([["password", "smtp_password_again"]]);
  return { password: opened(before).password };
}

/** Sets how mails are sent. What waited because of the old settings is tried at once. */
export async function setSmtp(actor: Actor, input: { value: unknown; basis?: unknown }): Promise<SmtpView> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const value = checked(smtp, input.value);
  const basis = checked(basisOf, input.basis);
  return auditedTransaction(async (tx) => {
    await lockSettings(tx);
    const before = await stored(tx);
    const was = before && viewOf(before);
    await refuseOutdated(tx, actor, { noun: "settings", id: SETTING, basis, now: { ...was } });
    const { password } = passwordFor(before, value);
    const { password: _, ...shown } = value;
    const sealed =
      password === "" ? null : seal("smtp-password", password, contextOf(shown)).toString("base64");
    const after: StoredSmtp = { ...shown, sealed };
    await putSetting(tx, SETTING, after);
    await makeMailsDue(tx);
    await audit(tx, actor, {
      action: "settings.change",
      subjectId: SETTING,
      before: was,
      after: { ...viewOf(after), ...(value.password !== "" && { newPassword: true }) },
    });
    return viewOf(after);
  });
}

/** No mails are sent any more; those that wait are dropped. Notices stay in the dashboard. */
export async function removeSmtp(actor: Actor): Promise<{ removed: boolean }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  return auditedTransaction(async (tx) => {
    await lockSettings(tx);
    const before = await stored(tx);
    if (!before) return { removed: false };
    await deleteSetting(tx, SETTING);
    await deleteMails(tx);
    await audit(tx, actor, {
      action: "settings.change",
      subjectId: SETTING,
      before: viewOf(before),
      after: null,
    });
    return { removed: true };
  });
}

/** Where links in mails lead. */
export const dashboardUrl = ({ url }: Pick<SmtpConnection, "url">) => env().PUBLIC_URL ?? url;
