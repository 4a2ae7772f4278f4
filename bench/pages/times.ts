import type { Sql } from "postgres";
import { median } from "../results.ts";

/** A send log of a certain size, and a server for it. */
export interface Log {
  name: string;
  base: string;
  /** Of the account's developer, and of an admin. */
  cookies: string;
  adminCookies: string;
  sql: Sql;
  accountId: number;
}

export interface PageTime {
  page: string;
  log: string;
  p50: number;
  p95: number;
}

/** What is requested: how deep into the log, and with which filter. */
const DEPTHS = [0, 0.25, 0.5, 0.75, 0.99];

/** Filters that developers do not have are requested of the operator's log. */
const ADMIN = "/admin/messages";

/** Each measured page: a query of the developer's log, or a path. Filter values exist in this log. */
async function pagesOf({ sql, accountId }: Log): Promise<Record<string, string>> {
  const [span] = await sql<{ low: number; high: number }[]>`
    select min(id)::float8 as low, max(id)::float8 as high from messages where account_id = ${accountId}`;
  const pages: Record<string, string> = {};
  for (const depth of DEPTHS) {
    const id = Math.round(span!.high - depth * (span!.high - span!.low));
    const [place] = await sql<{ micros: string }[]>`
      select (extract(epoch from created_at) * 1000000)::bigint::text as micros from messages where id = ${id}`;
    const cursor = `${BigInt(place!.micros).toString(36)}.${id.toString(36)}`;
    pages[depth === 0 ? "first" : `deep, ${depth * 100} %`] = depth === 0 ? "" : `after=${cursor}`;
  }
  const [often] = await sql<{ template: string; token: string }[]>`
    select v.template_id::text as template, m.token_id::text as token
    from messages m join template_versions v on v.id = m.template_version_id where m.id = ${span!.high}`;
  const [seldom] = await sql<{ template: string; day: string; number: string }[]>`
    select v.template_id::text as template, m.created_at::date::text as day, m.number
    from messages m join template_versions v on v.id = m.template_version_id where m.id = ${span!.low}`;
  const [reported] = await sql<{ template: string }[]>`
    select v.template_id::text as template from messages m join template_versions v on v.id = m.template_version_id
    where m.id between ${span!.high} - 999 and ${span!.high}
    group by 1 order by count(*) filter (where m.status = 'sent'), count(*) desc limit 1`;
  const providers = await sql<{ id: number }[]>`select id from providers order by position`;
  const [usual, rare, unused] = providers.map(({ id }) => `${ADMIN}?account=${accountId}&provider=${id}`);
  return {
    ...pages,
    "status sent": "status=sent",
    "status delivered": "status=delivered",
    "template, sent: none": `template=${reported!.template}&status=sent`,
    "a provider": usual!,
    "a provider with few": rare!,
    "a provider with none": unused!,
    "a provider with none, all accounts": unused!.replace(/account=\d+&/, ""),
    "template, provider with none": `${unused}&template=${often!.template}`,
    "a provider with few, failed": `${rare}&status=failed`,
    "status failed": "status=failed",
    "status unknown": "status=unknown",
    "a reason": "reason=undelivered",
    "a reason of few": "reason=text_refused",
    "a reason of none": "reason=no_route",
    "an operator": "operator=1",
    "other numbers, of which there are few": "operator=none",
    "other numbers, failed": "operator=none&status=failed",
    "template and token": `template=${often!.template}&token=${often!.token}`,
    "template not used lately": `template=${seldom!.template}`,
    "nothing matches": `template=${seldom!.template}&token=${often!.token}&language=ar`,
    "a day long ago": `period=${seldom!.day}..${seldom!.day}`,
    [NUMBER]: `q=${seldom!.number}`,
    [ENDING]: `q=${seldom!.number.slice(-6)}`,
  };
}

/** Both grow slowly with the table: their index is a filter that costs sends nothing. Reported, but not judged. */
export const NUMBER = "number";
export const ENDING = "last six digits";

/** Requests every page of every log in turn, so that all of them meet the same noise. */
export async function measurePages(logs: Log[], rounds: number): Promise<PageTime[]> {
  const asked = await Promise.all(
    logs.map(async (log) =>
      Object.entries(await pagesOf(log)).map(([page, query]) => ({ log, page, query, took: [] as number[] })),
    ),
  );
  const all = asked.flat();
  // The first two rounds warm up compilers, caches and plans.
  for (let round = -2; round < rounds; round++) {
    for (const each of round % 2 ? all : all.toReversed()) {
      const took = await timeOf(each.log, each.query);
      if (round >= 0) each.took.push(took);
    }
  }
  return all.map(({ log, page, took }) => ({
    log: log.name,
    page,
    p50: median(took),
    p95: took.toSorted((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1]!,
  }));
}

/** Until the last byte of the page. */
async function timeOf({ base, cookies, adminCookies }: Log, query: string): Promise<number> {
  const path = query.startsWith("/") ? query : `/messages?${query}`;
  const started = performance.now();
  const response = await fetch(`${base}${path}`, {
    headers: { cookie: path.startsWith(ADMIN) ? adminCookies : cookies },
    redirect: "manual",
  });
  const text = await response.text();
  const took = performance.now() - started;
  if (response.status !== 200 || !text.includes("</html>")) {
    throw new Error(`${path} was answered with ${response.status}`);
  }
  return took;
}
