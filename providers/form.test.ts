import { expect, test } from "vitest";
import { providerKind } from "#core/gateway/provider.ts";
import { messages } from "#i18n/messages.ts";
import { fromForm, toForm } from "./form.ts";
import { adapters } from "./registry.ts";

test("every setting of every kind has a name and a help text in both languages", () => {
  for (const kind of providerKind.options) {
    for (const { name } of adapters[kind].form) {
      for (const language of ["en", "ar"] as const) {
        const words = messages[language].carriers.settings as Record<string, { label: string; help: string }>;
        expect(words[name]?.label, `${language} ${kind} ${name}`).toBeTruthy();
        expect(words[name]?.help, `${language} ${kind} ${name}`).toBeTruthy();
      }
    }
  }
});

test("required settings come first, and credentials are secret", () => {
  const { form } = adapters.smpp;
  expect(form.filter(({ advanced }) => !advanced).map(({ name }) => name)).toEqual([
    "host",
    "port",
    "system_id",
    "password",
    "sender",
    "bind",
    "binds",
    "tls",
  ]);
  expect(form.find(({ name }) => name === "password")).toMatchObject({ secret: true, required: true });
  expect(form.find(({ name }) => name === "window")).toMatchObject({ type: "number", default: "10" });
  expect(form.find(({ name }) => name === "encoding")).toMatchObject({
    type: "choice",
    choices: ["gsm", "latin1", "ascii"],
  });
  for (const kind of ["syriatel", "mtn_syria"] as const) {
    expect(adapters[kind].form.find(({ name }) => name === "password")).toMatchObject({ secret: true });
  }
});

const smpp = {
  host: "smsc.example",
  port: 2775,
  system_id: "gate",
  password: "hush",
  sender: "Aman",
  tls: true,
  rejections: { "0x0b": "recipient" },
};

test("a configuration passes through its form unchanged, without showing secrets", () => {
  const { form } = adapters.smpp;
  const { values, kept } = toForm(form, smpp);
  expect(JSON.stringify(values)).not.toContain("hush");
  expect(kept).toEqual(["password"]);
  expect(fromForm(form, values, smpp)).toEqual({ config: smpp, unreadable: [] });
  expect(fromForm(form, { ...values, password: "new" }, smpp).config).toMatchObject({ password: "new" });
  expect(fromForm(form, { ...values, tls: "", port: "x", rejections: "{" }, smpp)).toMatchObject({
    unreadable: ["port", "rejections"],
  });
});

test("a JSON body is one text; only variants by language or encoding are several", () => {
  const { form } = adapters.http;
  const of = (body: string) => fromForm(form, { body }, undefined).config.body;
  expect(of('{"to":"{{number}}"}')).toBe('{"to":"{{number}}"}');
  expect(of('{"arabic":"a","english":"b"}')).toEqual({ arabic: "a", english: "b" });
  expect(of('{"arabic":"a","english":1}')).toBe('{"arabic":"a","english":1}');
  expect(toForm(form, { url: "https://x/?key=1", headers: { a: "b" }, body: "c" })).toEqual({
    values: {},
    kept: ["url", "headers", "body"],
  });
});
