import type { Gateway } from "#e2e/gateway.ts";
import { ownGateway } from "#e2e/shared-gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { test as base, expect, prefer } from "#e2e/ui/support/signed-in.ts";
import { wordsIn } from "#e2e/ui/support/words.ts";
import { locales } from "#i18n/locale.ts";

// The texts of all accounts are handed in: of a gateway that serves other tests as well, hundreds.
const test = base.extend<object, { gateway: Gateway }>({ gateway: ownGateway() });

for (const language of locales) {
  const t = wordsIn(language);

  test(`a text is handed in, refused, and then accepted with the operator's template code, in ${language}`, async ({
    gateway,
    account,
    admin: { page, context },
  }) => {
    const sql = await gateway.sql();
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/admin/approvals/operators`);
    await expect(page.getByText(t("operatorApprovals.noneDemanding"))).toBeVisible();
    const carrier = page.locator("[data-carrier=sandbox]");
    const choose = async (verb: string, confirm: string) => {
      await page.goto(`${gateway.url}/admin/carriers`);
      await carrier.getByRole("button", { name: t("carriers.actionsOf", { name: "sandbox" }) }).click();
      await page.getByRole("menuitem", { name: verb }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: confirm }).click();
      await expect(page.getByRole("alertdialog")).toHaveCount(0);
    };
    try {
      await choose(t("carriers.demand"), t("carriers.ask.demand.verb"));
      await expect(carrier).toContainText(t("carriers.demands"));
      await carrier.getByRole("link", { name: t("carriers.toOperatorApprovals") }).click();
      const [template] = await sql<{ name: string }[]>`
        select name from templates where id = ${account.templateId}`;
      const { name } = template!;
      const item = page
        .getByRole("article")
        .filter({ hasText: account.name })
        .filter({ hasText: t("operatorApprovals.languages.1") })
        .first();
      await expect(item).toContainText(t("operatorApprovals.states.not_submitted"));
      await expect(item.getByRole("button", { name: t("operatorApprovals.copy") })).toBeVisible();
      // The library announces a button that is busy by its id, also for a while after the page has gone on.
      await page.reload();
      await expectAccessible(page, "what to hand in");

      const dialog = page.getByRole("dialog");
      const change = item.getByRole("button", { name: t("operatorApprovals.changeOf", { name }) });
      const save = dialog.getByRole("button", { name: t("operatorApprovals.save") });
      const state = (of: "accepted" | "refused" | "submitted") =>
        dialog.getByText(t(`operatorApprovals.states.${of}`), { exact: true });
      await change.click();
      await state("submitted").click();
      await save.click();
      await expect(item).toContainText(t("operatorApprovals.states.submitted"));
      await change.click();
      await state("refused").click();
      await save.click();
      await expect(dialog.getByText(t("problems.required"))).toBeVisible();
      await dialog.getByLabel(t("operatorApprovals.reason")).fill("The brand is missing");
      await save.click();
      await expect(page.getByText(t("operatorApprovals.saved", { name })).last()).toBeVisible();
      await expect(item).toContainText("The brand is missing");

      await change.click();
      await state("accepted").click();
      await dialog.getByText(t("operatorApprovals.as.template")).click();
      await save.click();
      await expect(dialog.getByText(t("problems.template_code"))).toBeVisible();
      await dialog.getByLabel(t("operatorApprovals.templateCode"), { exact: true }).fill("Brand_T1");
      await expectAccessible(page, "an acceptance");
      await save.click();
      await expect(dialog).toHaveCount(0);
      await page.getByRole("link", { name: t("operatorApprovals.showAll") }).click();
      await expect(page.getByRole("article").filter({ hasText: "Brand_T1" })).toContainText(
        t("operatorApprovals.states.accepted"),
      );

      // Whoever reviews the next version sees the second level: its unchanged English text stays accepted.
      const desk = await gateway.desk();
      const id = account.templateId;
      const { serving } = await desk.call("templates", "getTemplate", { id });
      const arabic = "رمز آخر: {code}";
      await desk.call("templates", "saveTemplateDraft", { id, english: serving!.english, arabic });
      await desk.call("templates", "submitTemplate", { id });
      await page.goto(`${gateway.url}/admin/approvals?template=${id}`);
      const level = page.getByRole("listitem").filter({ hasText: "sandbox" });
      const of = (which: "0" | "1") => level.filter({ hasText: t(`operatorApprovals.languages.${which}`) });
      await expect(of("1")).toContainText(t("operatorApprovals.states.accepted"));
      await expect(of("0")).toContainText(t("operatorApprovals.states.not_submitted"));
      await expect(page.getByText(t("operatorApprovals.levelConsequence"))).toBeVisible();
      await desk.call("decisions", "rejectTemplate", { id, reason: "Cleared" });

      await choose(t("carriers.waive"), t("carriers.ask.waive.verb"));
      await expect(carrier).not.toContainText(t("carriers.demands"));
      await choose(t("carriers.demand"), t("carriers.ask.demand.verb"));
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${gateway.url}/admin/approvals/operators?all=1`);
      await expectAccessible(page, "what to hand in, on a phone");
    } finally {
      await sql`update providers set demands_approval = false`;
      await sql`delete from operator_approvals`;
    }
  });
}
