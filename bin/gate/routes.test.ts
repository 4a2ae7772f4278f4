import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { fails, folder, gate, json } from "#bin/fixtures/command-line.ts";
import { makeCustomer } from "#bin/fixtures/gateway.ts";

let template: string;
let account: string;

beforeAll(async () => {
  const file = join(folder, "carrier.json");
  writeFileSync(file, JSON.stringify({ url: "https://sms.example.com/?t={{text}}&to={{number}}" }));
  for (const name of ["alpha", "beta"])
    await json("provider", "set", "--name", name, "--kind", "http", "--file", file);
  const customer = await makeCustomer("Bank");
  template = String(customer.template.id);
  account = String(customer.account.id);
});

const explain = (...words: string[]) =>
  json("route", "explain", "--number", "963931234567", "--template", template, ...words);

test("routes: set, listed, explained and removed", { timeout: 240_000 }, async () => {
  expect(await explain()).toEqual({ candidates: ["alpha", "beta"], left_out: [] });
  const set = await gate(["route", "set", "--prefix", "+963 93", "--providers", "beta, alpha"]);
  expect(set.stdout).toBe(
    "Prefix 96393 goes to beta, alpha.\nWarning: messages to these prefixes fail, as no route covers them: 96398, 96399, 96394, 96395, 96396, 96397, 96391, 96392, 96350\n",
  );
  expect(await explain()).toEqual({ candidates: ["beta", "alpha"], left_out: [] });
  expect(
    await json("route", "set", "--prefix", "96393", "--providers", "alpha", "--account", account),
  ).toEqual({
    prefix: "96393",
    account_id: Number(account),
    account_name: "Bank",
    account_arabic_name: null,
    providers: ["alpha"],
  });
  expect(await explain()).toEqual({
    candidates: ["alpha"],
    left_out: [{ provider: "beta", reason: "no_route" }],
  });
  expect(await json("route", "explain", "--number", "0944123456", "--template", template)).toEqual({
    candidates: [],
    left_out: [
      { provider: "alpha", reason: "no_route" },
      { provider: "beta", reason: "no_route" },
    ],
  });
  await fails(1, /^Provider alpha is in the routes for 96393;/, "provider", "remove", "alpha");
  expect(await json("route", "list")).toMatchObject({
    routes: [
      { prefix: "96393", account_id: null, providers: ["beta", "alpha"] },
      { prefix: "96393", providers: ["alpha"] },
    ],
  });
  await json("route", "remove", "--prefix", "96393", "--account", account);
  await json("route", "remove", "--prefix", "96393");
  await fails(1, /^There is no route for the prefix 96393\.$/m, "route", "remove", "--prefix", "96393");
});

test("an invalid route, operator, sender or approval is refused in one line", {
  timeout: 240_000,
}, async () => {
  const route = (prefix: string, providers: string, ...more: string[]) =>
    ["route", "set", "--prefix", prefix, "--providers", providers, ...more] as const;
  await fails(1, /^--prefix must be 1 to 15 digits/, ...route("0933", "alpha"));
  await fails(1, /^--prefix must be 1 to 15 digits/, ...route("9".repeat(10_000), "alpha"));
  await fails(1, /^There is no provider named gamma\.$/m, ...route("96393", "gamma"));
  await fails(1, /^--providers must name each provider once$/m, ...route("96393", "alpha,alpha"));
  await fails(1, /^There is no account 999\.$/m, ...route("96393", "alpha", "--account", "999"));
  await fails(1, /^--number must be/, "route", "explain", "--number", "12", "--template", template);
  await fails(
    1,
    /^There is no template 999\.$/m,
    "route",
    "explain",
    "--number",
    "963931234567",
    "--template",
    "999",
  );
  const owned = ["operator", "set", "--name", "New", "--prefixes", "96393"] as const;
  await fails(1, /^The prefix 96393 belongs to Syriatel\.$/m, ...owned);
  const sender = ["sender", "set", "--provider", "alpha", "--sender", "TwelveLetter"] as const;
  await fails(1, /^--sender must be 1 to 11 Latin letters/, ...sender);
  await fails(1, /^There is no such sender/, "sender", "remove", "--provider", "alpha");
  const approval = [
    "approval",
    "set",
    "--template",
    template,
    "--provider",
    "alpha",
    "--language",
    "en",
  ] as const;
  await fails(1, /^Provider alpha asks for no approval/, ...approval, "--state", "accepted");
  await fails(1, /^--reason is required/, ...approval, "--state", "refused");
  await fails(2, /choices/, ...approval, "--state", "perhaps");
});

test("operators, senders and approvals", { timeout: 240_000 }, async () => {
  expect(await json("operator", "set", "--name", "New", "--prefixes", "96360,963601")).toEqual({
    name: "New",
    arabic_name: null,
    prefixes: ["96360", "963601"],
  });
  expect(await json("operator", "list")).toMatchObject({
    operators: [{ name: "Syriatel", prefixes: ["96393", "96398", "96399"] }, {}, {}, {}, { name: "New" }],
  });
  await json("operator", "remove", "New");
  const sender = await gate(["sender", "set", "--provider", "beta", "--sender", "Gate"]);
  expect(sender.stdout).toBe(
    "The default of beta is Gate: requested, and not used until it is registered.\n",
  );
  await json(
    "sender",
    "set",
    "--provider",
    "beta",
    "--sender",
    "Bank",
    "--account",
    account,
    "--state",
    "registered",
  );
  expect(await json("sender", "list")).toMatchObject({
    senders: [
      { provider: "beta", account_id: null, sender: "Gate", state: "requested" },
      {
        provider: "beta",
        account_name: "Bank",
        account_arabic_name: null,
        sender: "Bank",
        state: "registered",
      },
    ],
  });
  expect(await json("provider", "approvals", "alpha", "on")).toEqual({
    name: "alpha",
    demands_approval: true,
  });
  expect(await explain()).toEqual({
    candidates: ["beta"],
    left_out: [{ provider: "alpha", reason: "approval_missing" }],
  });
  const set = ["approval", "set", "--template", template, "--provider", "alpha", "--language", "en"];
  expect(await json(...set, "--state", "accepted", "--code", "Bank_T2")).toMatchObject({
    language: "en",
    state: "accepted",
    approved_as: "template",
    template_code: "Bank_T2",
    text: "Code {code}",
  });
  const told = await gate(["route", "explain", "--number", "963931234567", "--template", template]);
  expect(told.stdout).toBe(
    "By the order of the providers:\n1. alpha, by template Bank_T2\n2. beta, as Bank\nWhether carriers are connected is not known here: the page Routes asks the running server.\n",
  );
  expect(await explain("--language", "ar")).toMatchObject({ candidates: ["beta"] });
  const listed = await json("approval", "list", "--state", "not_submitted");
  expect(listed).toMatchObject({ count: 1, approvals: [{ language: "ar", text: "{code}" }] });
});
