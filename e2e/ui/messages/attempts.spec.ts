import type { Page } from "@playwright/test";
import { send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

/** Gives a message a story: the first carrier did not take it, the second did, and both said more later. */
async function handOn(gateway: Gateway, id: number): Promise<void> {
  const sql = await gateway.sql();
  const [first, second] = await sql<{ id: number }[]>`
    insert into providers (name, kind, position, config, removed_at)
    select name || ${`-${id}`}, 'http', 90, '', now() from unnest(array['Syriatel', 'MTN-Syria']) name
    returning id`;
  await sql`
    update messages set provider_id = ${second!.id}, provider_response = 'Done Successfully.', provider_ref = '4711',
      created_at = now() - interval '2 minutes', settled_at = now() - interval '115 seconds', status = 'delivered',
      closed_at = now() - interval '100 seconds' where id = ${id}`;
  await sql`
    insert into message_attempts
      (message_id, ordinal, provider_id, state, reason, response, reference, started_at, ended_at)
    select m.id, a.ordinal, a.provider, a.state::attempt_state, a.reason::attempt_reason, a.response, a.reference,
      m.created_at + a.since * interval '1 second', m.created_at + a.until * interval '1 second'
    from messages m, (values
      (1, ${first!.id}::int, 'rejected', 'not_taken', 'Not reached (ECONNREFUSED)', null, 0, 1.2),
      (2, ${second!.id}::int, 'accepted', null, 'Done Successfully.', '4711', 1.2, 5)
    ) as a (ordinal, provider, state, reason, response, reference, since, until) where m.id = ${id}`;
  await sql`
    insert into message_events (message_id, kind, provider_id, detail, at)
    select ${id}, e.kind::message_event_kind, e.provider, e.detail, now() - e.ago * interval '1 second'
    from (values ('intermediate', ${second!.id}::int, 'ENROUTE', 110),
      ('attempt_report', ${first!.id}::int, 'failed: EXPIRED', 60),
      ('late_report', ${second!.id}::int, 'failed: UNDELIV', 30)) as e (kind, provider, detail, ago)`;
}

const drawer = (page: Page) => page.getByRole("dialog");

test("an admin sees each attempt with its provider, answer and times, in both languages and at 360 pixels", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  const { json } = await send(gateway, account);
  await handOn(gateway, json.id);
  const words = {
    en: [
      "Attempts",
      "Not taken",
      "Accepted",
      "Intermediate status from the provider",
      "Report on an earlier attempt",
    ],
    ar: ["المحاولات", "لم تُستلم", "قُبلت", "حالة وسيطة أبلغ عنها المزوّد", "تقرير عن محاولة سابقة"],
  };
  for (const language of ["en", "ar"] as const) {
    for (const theme of ["light", "dark"]) {
      await prefer(context, gateway.url, language, theme);
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${gateway.url}/admin/messages?open=${json.id}`);
        for (const each of words[language]) await expect(drawer(page)).toContainText(each);
        const attempts = drawer(page).getByRole("list").first().getByRole("listitem");
        await expect(attempts).toHaveCount(2);
        await expect(attempts.first()).toContainText(`Syriatel-${json.id}`);
        await expect(attempts.first()).toContainText("Not reached (ECONNREFUSED)");
        await expect(attempts.last()).toContainText("4711");
        await expectAccessible(page, `${language} ${theme} ${width}`);
        const overflow = await drawer(page).evaluate((element) => element.scrollWidth - element.clientWidth);
        expect(overflow).toBeLessThanOrEqual(0);
      }
    }
  }
});

test("a developer sees that another provider was tried, but not which one", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const { json } = await send(gateway, account);
  await handOn(gateway, json.id);
  const answer = page.waitForResponse(/\/messages\/details/);
  await page.goto(`${gateway.url}/messages?open=${json.id}`);
  await expect(drawer(page)).toContainText("Not accepted by a provider, next one tried");
  await expect(drawer(page)).not.toContainText("Attempts");
  expect(await (await answer).text()).not.toMatch(/Syriatel|MTN-Syria|ECONNREFUSED/);
});
