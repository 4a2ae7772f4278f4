import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Delivery, Outcome } from "../provider.ts";
import { testDelivery } from "../test-delivery.ts";
import { mtnSyriaConfig } from "./config.ts";
import { mtnSyriaProvider } from "./mtn-syria.ts";
import { ACCOUNT, type Emulator, FINGERPRINT, say, startMtn } from "./test-operators.ts";

let mtn: Emulator;
beforeAll(async () => {
  mtn = await startMtn();
});
afterEach(() => {
  mtn.script = undefined;
  mtn.asked = [];
});
afterAll(() => mtn.close());

const delivery = testDelivery({ number: "963944000005", text: "A 01", code: "01" });
const arabic: Delivery = { ...delivery, text: "ر01😀", language: 0 };

async function sent(config: object, what: Delivery): Promise<[outcome: Outcome, query: URLSearchParams]> {
  const provider = mtnSyriaProvider(
    mtnSyriaConfig.parse({
      ...ACCOUNT,
      base_url: mtn.base_url,
      certificate_sha256: FINGERPRINT,
      ...config,
    }),
  );
  const outcome = await provider.deliver(what, () => {});
  await provider.close();
  return [outcome, mtn.asked.at(-1)!];
}

const hexadecimal = { arabic: "063100300031D83DDE00", english: "0041002000300031" };
const plain = { arabic: arabic.text, english: delivery.text };
const forms = { hexadecimal, plain };
const values = ["0", "1"];
const texts = ["hexadecimal", "plain"] as const;

describe("Lang, in every variant that integrators report", () => {
  const all = values.flatMap((ofArabic) =>
    texts.flatMap((arabicText) =>
      values.flatMap((ofEnglish) =>
        texts.map((englishText) => [ofArabic, arabicText, ofEnglish, englishText] as const),
      ),
    ),
  );
  test.each(all)("Arabic %s %s, English %s %s", async (ofArabic, arabicText, ofEnglish, englishText) => {
    mtn.script = say("");
    const lang = {
      arabic: { value: ofArabic, text: arabicText },
      english: { value: ofEnglish, text: englishText },
    };
    const [, first] = await sent({ lang }, arabic);
    expect([first.get("Lang"), first.get("Msg")]).toEqual([ofArabic, forms[arabicText].arabic]);
    const [, second] = await sent({ lang }, delivery);
    expect([second.get("Lang"), second.get("Msg")]).toEqual([ofEnglish, forms[englishText].english]);
  });

  test("numbers other than 0 and 1, and additional parameters", async () => {
    mtn.script = say("");
    const lang = { arabic: { value: "8", text: "hexadecimal" } };
    const [, query] = await sent({ lang, parameters: { Flash: "0" } }, arabic);
    expect([query.get("Lang"), query.get("Flash")]).toEqual(["8", "0"]);
  });

  test("an English text with a character that plain texts cannot contain is sent like Arabic ones", async () => {
    const [outcome, query] = await sent({}, { ...delivery, text: "It’s 01" });
    expect(outcome.kind).toBe("accepted");
    expect([query.get("Lang"), query.get("Msg")]).toEqual(["0", "0049007420190073002000300031"]);
  });
});

test("without any setting, only an answer that clearly means success is accepted", async () => {
  expect((await sent({}, arabic))[0]).toEqual({ kind: "accepted", response: "HTTP 200" });
  expect((await sent({}, delivery))[0]).toEqual({ kind: "accepted", response: "HTTP 200" });
  expect((await sent({ password: "wrong" }, delivery))[0]).toMatchObject({
    kind: "rejected",
    scope: "provider",
  });
  mtn.script = say("<html>We are sorry</html>");
  expect((await sent({}, delivery))[0]).toMatchObject({ kind: "unknown", unrecognised: true });
});
