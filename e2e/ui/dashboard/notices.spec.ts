import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, signIn, test } from "#e2e/ui/support/signed-in.ts";

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

test("a submitted template adds a notice to the admin's bell; opening it marks it as read and shows the review", async ({
  gateway,
  account,
  admin: { page, email },
}) => {
  const desk = await gateway.desk();
  const sql = await gateway.sql();
  const { id } = await desk.call("templates", "createTemplate", {
    accountId: account.id,
    name: "Parcel code",
    english: "Parcel {code}",
  });
  const unread = async () =>
    (
      await sql`
      select n.kind from notices n join users u on u.id = n.user_id
      where u.email = ${email} and n.read_at is null and n.details ->> 'templateId' = ${String(id)}`
    ).length;
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    await page.goto(`${gateway.url}/admin`);
    const bell = page.getByRole("link", { name: /^Notices, \d+ unread$/ });
    await expect(bell).toBeVisible();
  }
  await page.getByRole("link", { name: /^Notices, \d+ unread$/ }).click();
  await expect(page).toHaveURL(`${gateway.url}/admin/notices`);
  expect(await unread()).toBe(1);
  const notice = page.getByRole("listitem").filter({ hasText: "Parcel code" });
  await expect(notice).toBeVisible();
  await expectAccessible(page, "unread notices");
  await notice.getByRole("link", { name: /Parcel code/ }).click();
  await expect(page).toHaveURL(`${gateway.url}/admin/approvals?template=${id}`);
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText("Parcel code");
  expect(await unread()).toBe(0);
  await page.goto(`${gateway.url}/admin/notices?unread=1`);
  await expect(page.getByText("Parcel code")).toHaveCount(0);
  await page.goto(`${gateway.url}/admin/notices`);
  await expect(page.getByText("Parcel code")).toHaveCount(1);
});

test("notices are marked as read one by one and all at once, and the bell's count follows, in both languages", async ({
  gateway,
  account,
  developer: { page, context, email },
}) => {
  const sql = await gateway.sql();
  await sql`
    insert into notices (user_id, kind, subject, details)
    select u.id, 'token_unused', 'token:' || n,
      jsonb_build_object('tokenId', n, 'token', 'T' || n, 'since', '2026-01-02T00:00:00Z')
    from users u, generate_series(1, 3) n where u.email = ${email}`;
  await page.goto(`${gateway.url}/notices`);
  const bell = page.getByRole("link", { name: /^Notices/ }).first();
  await expect(bell).toHaveAccessibleName("Notices, 3 unread");
  await page.getByRole("button", { name: /^Mark as read: .*T2/ }).click();
  await expect(bell).toHaveAccessibleName("Notices, 2 unread");
  // What comes after the page was drawn was not seen, and stays unread.
  await sql`
    insert into notices (user_id, kind, subject, details)
    select id, 'credit_low', ${`account:${account.id}`},
      jsonb_build_object('accountId', ${account.id}::int, 'account', 'A', 'remaining', 0, 'quota', 10)
    from users where email = ${email}`;
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell).toHaveAccessibleName("Notices, 1 unread");
  await expect(page.getByText("Your credit is used up")).toBeVisible();
  await prefer(context, gateway.url, "ar", "dark");
  await page.goto(`${gateway.url}/notices`);
  await expect(page.getByRole("link", { name: "نفد رصيدك (غير مقروء)" })).toBeVisible();
  await page.getByRole("link", { name: "نفد رصيدك (غير مقروء)" }).click();
  await expect(page).toHaveURL(`${gateway.url}/subscription`);
});

test("a link to a notice works through sign-in; for another user's or a missing notice it opens the user's own list", async ({
  gateway,
  page,
  developerEmail,
  arrive,
}) => {
  const sql = await gateway.sql();
  const [notice] = await sql`
    insert into notices (user_id, kind, subject, details)
    select id, 'token_unused', 'token:1', '{"tokenId":1,"token":"T","since":"2026-01-02T00:00:00Z"}'
    from users where email = ${developerEmail} returning id`;
  const path = `/notice/${notice!.id}`;
  const stranger = await arrive("admin");
  await stranger.page.goto(`${gateway.url}${path}`);
  await expect(stranger.page).toHaveURL(`${gateway.url}/admin/notices`);
  for (const wrong of ["0", "99999999999", "x"]) {
    await stranger.page.goto(`${gateway.url}/notice/${wrong}`);
    await expect(stranger.page, wrong).toHaveURL(`${gateway.url}/admin/notices`);
  }
  expect((await sql`select read_at from notices where id = ${notice!.id}`)[0]!.read_at).toBeNull();
  await page.goto(`${gateway.url}${path}`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in?next=${encodeURIComponent(path)}`);
  await signIn(page.context(), gateway.url, developerEmail);
  await page.goto(`${gateway.url}${path}`);
  await expect(page).toHaveURL(`${gateway.url}/tokens`);
  expect((await sql`select read_at from notices where id = ${notice!.id}`)[0]!.read_at).not.toBeNull();
  expect((await page.request.get(`${gateway.url}/notice/unread`)).status()).toBe(200);
});
