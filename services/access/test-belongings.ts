import type { Sql } from "postgres";
import { type Customer, plantMessage } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { createToken } from "#services/customers/tokens.ts";
import { addToWhitelist } from "#services/customers/whitelist.ts";
import { createTemplate } from "#services/templates/templates.ts";

/** One of each thing that an account has. @returns the ids of all, and that of the message. */
export async function belongingsOf(
  sql: Sql,
  actor: Actor,
  customer: Customer,
  range: string,
): Promise<{ ids: number[]; message: number }> {
  const { account, subscription, template } = customer;
  const accountId = account.id;
  const token = await createToken(actor, { accountId, name: "App" });
  const entry = await addToWhitelist(actor, { accountId, range });
  const unsent = { accountId, name: "Draft", english: "{code}", submit: false };
  const draft = await createTemplate(actor, unsent);
  const pending = await createTemplate(actor, { accountId, name: "Pending", english: "{code}" });
  const message = await plantMessage(sql, customer);
  const things = [template, draft, pending, token, entry, subscription];
  return { ids: [...things.map(({ id }) => id), message, accountId], message };
}

/**
 * By table, one line for all of its rows. Left out are the count of wrong passwords, which slows guesses down, and the
 * audit's entries of the actions in `except`.
 */
export async function fingerprint(sql: Sql, except: string[] = []): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
      and relname <> 'sign_in_attempts'
    order by 1`;
  const left = `array[${except.map((action) => `'${action}'`)}]::text[]`;
  const sums = tables.map(
    ({ name }) =>
      `select '${name}' as t, md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as m from "${name}" r
        where (to_jsonb(r)->>'action' = any(${left})) is not true`,
  );
  const rows = await sql.unsafe<{ t: string; m: string }[]>(sums.join(" union all "));
  return Object.fromEntries(rows.map(({ t, m }) => [t, m]));
}
