import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { authoriseApi, tokenHashOf } from "#services/api-access/api-access.ts";
import { createToken } from "#services/customers/tokens.ts";
import { addToWhitelist } from "#services/customers/whitelist.ts";
import { allowedCountries, knownCountries } from "#services/sending/countries.ts";
import { forgetPresentation, presentation, readLogo, timeZone } from "./presentation.ts";
import { changeLogo, changeSettings, getSettings, retentionPeriods, twoFactorDemands } from "./settings.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  await gateway.sql`delete from settings where name <> 'secret_fingerprint'`;
  await gateway.sql`delete from audit_entries where action = 'settings.change'`;
  forgetPresentation();
});

const entries = () => gateway.sql<{ subject_id: string; before: unknown; after: unknown }[]>`
  select subject_id, before, after from audit_entries where action = 'settings.change' order by id`;
const svg = (inside: string) =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">${inside}</svg>`);

test("unset settings have their defaults", async () => {
  expect(await getSettings(operator)).toEqual({
    brand: { english: "", arabic: "" },
    contact: { english: "", arabic: "", link: "" },
    countries: { countries: null },
    retention: { messages: 365, refusals: 90, audit: 730, notices: 90 },
    timeZone: { timeZone: "Asia/Damascus" },
    security: { requireTwoFactor: false, requireTwoFactorOfMembers: false },
    environmentCountries: ["SY"],
    logo: null,
  });
  expect(await presentation()).toMatchObject({ name: { en: null, ar: null }, logo: null });
  expect(await allowedCountries()).toEqual(["SY"]);
  expect(await twoFactorDemands()).toEqual({ ofStaff: false, ofMembers: false });
});

test("a group is changed as a whole, takes effect at once, and is audited before and after", async () => {
  await changeSettings(operator, { group: "brand", value: { english: " Gate ", arabic: "بوابة" } });
  expect(await presentation()).toMatchObject({ name: { en: "Gate", ar: "بوابة" } });
  await changeSettings(operator, { group: "timeZone", value: { timeZone: "Europe/Berlin" } });
  expect(await timeZone()).toBe("Europe/Berlin");
  await changeSettings(operator, {
    group: "retention",
    value: { messages: "30", refusals: "", audit: null },
  });
  expect(await retentionPeriods()).toEqual({ messages: 30, refusals: null, audit: null, notices: 90 });
  await changeSettings(operator, { group: "security", value: { requireTwoFactor: true } });
  expect(await twoFactorDemands()).toEqual({ ofStaff: true, ofMembers: false });
  expect((await entries()).map(({ subject_id }) => subject_id)).toEqual([
    "brand",
    "timeZone",
    "retention",
    "security",
  ]);
  expect((await entries())[0]).toMatchObject({
    before: { english: "", arabic: "" },
    after: { english: "Gate", arabic: "بوابة" },
  });
});

test("saving unchanged settings changes nothing and is not audited", async () => {
  await changeSettings(operator, { group: "contact", value: { english: "", arabic: "", link: "" } });
  await changeLogo(operator, null);
  expect(await entries()).toEqual([]);
});

test.each([
  ["brand", { english: "x".repeat(41), arabic: "" }, "english"],
  ["brand", { english: "{code}", arabic: "" }, "english"],
  ["brand", { english: "", arabic: "<b>" }, "arabic"],
  ["contact", { english: "", arabic: "", link: "javascript:alert(1)" }, "link"],
  ["contact", { english: "", arabic: "", link: "https://" }, "link"],
  ["countries", { countries: [] }, "countries"],
  ["countries", { countries: ["Syria"] }, "countries"],
  ["retention", { messages: 6, refusals: 90, audit: 90 }, "messages"],
  ["retention", { messages: 90, refusals: "x", audit: 90 }, "refusals"],
  ["timeZone", { timeZone: "Mars/Olympus" }, "timeZone"],
  ["timeZone", { timeZone: "+03:00" }, "timeZone"],
  ["security", { requireTwoFactor: "yes" }, "requireTwoFactor"],
] as const)("%s: %j is refused, names %s, and changes nothing", async (group, value, field) => {
  const refused = await changeSettings(operator, { group, value }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "invalid_input" });
  expect(Object.keys((refused as { fields: object }).fields)).toEqual([field]);
  expect(await entries()).toEqual([]);
});

test("only the operator sees and changes settings", async () => {
  const { developer } = customer;
  const refused = { code: "not_allowed" };
  await expect(getSettings(developer)).rejects.toMatchObject(refused);
  await expect(
    changeSettings(developer, { group: "security", value: { requireTwoFactor: false } }),
  ).rejects.toMatchObject(refused);
  await expect(changeLogo(developer, null)).rejects.toMatchObject(refused);
});

test("the countries of the setting apply from the next authorisation; without it the environment's do", async () => {
  const { token } = await createToken(operator, { accountId: customer.account.id, name: "app" });
  await addToWhitelist(operator, { accountId: customer.account.id, range: "10.0.0.1" });
  const allowed = async () => {
    const access = await authoriseApi(tokenHashOf(token)!, "10.0.0.1", null, "send");
    return access.ok && access.caller.countries;
  };
  expect(await allowed()).toEqual(["SY"]);
  expect(await allowed()).toBe(knownCountries());
  await changeSettings(operator, { group: "countries", value: { countries: ["lb", "SY", "LB"] } });
  expect(await allowed()).toEqual(["LB", "SY"]);
  expect(await allowed()).toBe(knownCountries());
  expect(await allowedCountries()).toEqual(["LB", "SY"]);
  await changeSettings(operator, { group: "countries", value: { countries: null } });
  expect(await allowed()).toEqual(["SY"]);
});

test("changes by another process are seen within seconds", async () => {
  expect((await presentation()).name.en).toBeNull();
  await gateway.sql`
    insert into settings values ('brand', ${gateway.sql.json({ english: "Other", arabic: "" })})`;
  await expect.poll(async () => (await presentation()).name.en).toBe("Other");
});

test("a logo is checked by its bytes, stored, served by its version, and removed", async () => {
  const { logo } = await changeLogo(operator, svg("<path d='M0 0h1'/>"));
  expect((await presentation()).logo).toBe(logo);
  expect(await readLogo()).toMatchObject({ type: "image/svg+xml", version: logo });
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
  await changeLogo(operator, png);
  expect(await readLogo()).toMatchObject({ type: "image/png", bytes: png });
  await changeLogo(operator, null);
  expect(await readLogo()).toBeNull();
  expect((await presentation()).logo).toBeNull();
  const all = JSON.stringify(await entries());
  expect(all).not.toContain("base64");
  expect(await entries()).toHaveLength(3);
});

test("a logo full of blanks is checked like any other, and holds up nobody", {
  timeout: 20_000,
}, async () => {
  const blanks = " ".repeat(99_900);
  for (const drawing of [`<style>a{b:url(${blanks}</style>`, `<a href=${blanks}/>`]) {
    await changeLogo(operator, svg(drawing));
  }
  const remote = `<a href=${blanks.slice(30)}'//example.com'/>`;
  await expect(changeLogo(operator, svg(remote))).rejects.toMatchObject({
    fields: { input: ["logo_active"] },
  });
  await changeLogo(operator, null);
});

test.each([
  ["logo_kind", new TextEncoder().encode("GIF89a")],
  ["logo_kind", Uint8Array.from([0xff, 0xd8, 0xff])],
  ["logo_kind", new TextEncoder().encode("<html><svg></svg></html>")],
  ["logo_kind", new TextEncoder().encode("")],
  ["logo_kind", svg("\0")],
  ["logo_kind", svg("\u0007")],
  ["logo_kind", Uint8Array.from([0x89, 0x50, 0x4e, 0x47])],
  ["logo_kind", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'>")],
  ["logo_size", new Uint8Array(100_001)],
  ["logo_active", svg("<script>alert(1)</script>")],
  ["logo_active", svg("<rect onload='alert(1)'/>")],
  ["logo_active", svg("<SCRIPT>alert(1)</SCRIPT>")],
  ["logo_active", svg("<rect ONLOAD ='alert(1)'/>")],
  ["logo_active", svg("<foreignObject><p/></foreignObject>")],
  ["logo_active", svg("<image href='//example.com/a.png'/>")],
  ["logo_active", new TextEncoder().encode("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg></svg>")],
  ["logo_active", svg("<a href='javascript:alert(1)'><rect/></a>")],
  ["logo_active", svg("<image href='https://example.com/a.png'/>")],
  ["logo_active", svg("<a href='java&#115;cript:alert(1)'><rect/></a>")],
  ["logo_active", svg("<style>@import 'a.css';</style>")],
  ["logo_active", svg("<rect style='fill: url(//example.com/a.svg#a)'/>")],
])("a logo that is no plain drawing is refused: %s", async (problem, bytes) => {
  await expect(changeLogo(operator, bytes)).rejects.toMatchObject({ fields: { input: [problem] } });
  expect(await readLogo()).toBeNull();
});
