import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fails, folder, gate, json } from "#bin/fixtures/command-line.ts";

test("providers: set from a file, listed in order and without their configuration", {
  timeout: 300_000,
}, async () => {
  const file = join(folder, "provider.json");
  writeFileSync(file, '{"delay_ms": 4711}');
  const set = (name: string) => json("provider", "set", "--name", name, "--kind", "sandbox", "--file", file);
  expect(await set("first")).toMatchObject({ name: "first", kind: "sandbox", position: 1 });
  expect(await set("second")).toMatchObject({ position: 2 });
  const listed = await json("provider", "list");
  expect(listed).toMatchObject({ providers: [{ name: "first" }, { name: "second" }] });
  expect(JSON.stringify(listed)).not.toContain("4711");
  expect(await json("provider", "move", "second", "--position", "1")).toMatchObject({
    name: "second",
    position: 1,
  });
  expect(await json("provider", "list")).toMatchObject({
    providers: [{ name: "second" }, { name: "first" }],
  });
  await fails(1, /^--position must be a place in the list/, "provider", "move", "first", "--position", "3");
  const real = join(folder, "real.json");
  writeFileSync(
    real,
    JSON.stringify({ url: "https://sms.example.com/", body: "{{text}}", body_format: "plain" }),
  );
  const added = await gate(["provider", "set", "--name", "real", "--kind", "http", "--file", real]);
  expect(added.stdout).toBe("Provider real (http) has position 1.\n");
  const takeover = await gate(["provider", "takeover", "second", "on"]);
  expect(takeover.stdout).toBe(
    "Takeover by second is on.\nWarning: the sandbox takes what they refuse and says that it was sent. To stop that: gate provider takeover second off\n",
  );
  await fails(1, /^Provider real is not a sandbox/, "provider", "takeover", "real", "off");
  expect(await json("provider", "takeover", "second", "off")).toEqual({ name: "second", takes_over: false });
  await json("provider", "remove", "real");
  expect(await json("provider", "remove", "second")).toMatchObject({ name: "second", kind: "sandbox" });
  writeFileSync(file, '{"secret-4711": ');
  const broken = await gate(["provider", "set", "--name", "x", "--kind", "sandbox", "--file", file]);
  expect(broken).toMatchObject({ code: 1, stdout: "" });
  expect(broken.stderr).not.toContain("4711");
});

test("a provider is switched off and on, and tested with a test send", { timeout: 300_000 }, async () => {
  const file = join(folder, "switched.json");
  writeFileSync(file, "{}");
  const only = (await json("provider", "list")).providers as { name: string }[];
  for (const { name } of only) await json("provider", "remove", name);
  await json("provider", "set", "--name", "box", "--kind", "sandbox", "--file", file);
  const off = await gate(["provider", "off", "box"]);
  expect(off.stdout).toBe("Provider box is off.\nWarning: no provider is on, so that every send fails.\n");
  await fails(1, /^There is no provider named nobody/, "provider", "on", "nobody");
  const tried = await gate(["provider", "test", "box", "--to", "0933000005", "--wait", "0"]);
  expect(tried.stdout).toMatch(/^Accepted after \d+ ms: OK\nNo delivery report has come yet\.\n$/);
  expect(await json("provider", "on", "box")).toEqual({ name: "box", enabled: true });
});

test("a carrier from a preset: listed, shown as a file to fill in, and set", {
  timeout: 120_000,
}, async () => {
  const { presets } = (await json("provider", "preset", "list")) as unknown as { presets: { id: string }[] };
  expect(presets.map(({ id }) => id)).toContain("twilio");
  const shown = await gate(["provider", "preset", "show", "kannel"]);
  expect(JSON.parse(shown.stdout)).toEqual({
    address: "http://127.0.0.1:13013",
    user: "gate",
    password: "…",
    sender: "MyBrand",
    gateway: "http://127.0.0.1:3000",
  });
  const file = join(folder, "kannel.json");
  const filled = { ...JSON.parse(shown.stdout), password: "hunter2" };
  writeFileSync(file, JSON.stringify(filled));
  const set = ["provider", "set", "--name", "smsbox", "--preset", "kannel", "--file", file];
  expect(await json(...set)).toMatchObject({ name: "smsbox", kind: "http", report_path: expect.any(String) });
  writeFileSync(file, JSON.stringify({ ...filled, address: "13013", password: "hunter2\n" }));
  const refused = await gate(set);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toMatch(/address: must be an address.*; password: is too long or has a line break/);
  expect(refused.stderr).not.toContain("hunter2");
  await fails(2, /--kind or --preset is required/, "provider", "set", "--name", "x", "--file", file);
  await fails(2, /cannot be used with/, ...set, "--kind", "http");
  await fails(2, /Allowed choices are kannel/, "provider", "preset", "show", "nexmo");
  await json("provider", "remove", "smsbox");
});
