import { holdings } from "#e2e/ui/support/holdings.ts";
import { addressesUnder, serverActions } from "#e2e/ui/support/server-actions.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

/** Take no argument, and do for anybody what they are for. */
const WITHOUT_ARGUMENTS = [
  "leaveViewing",
  "endOtherSessions",
  "readInboxAction",
  "readAllNotices",
  "removeSmtp",
  // Bound to its page: its first argument is encrypted.
  "$$RSC_SERVER_ACTION_0",
];

/** Root of a multipart body, with the parts that it refers to; the root comes last, as from a browser. */
const parts = (root: string, ...others: [name: string, value: string | Blob][]) => {
  const form = new FormData();
  for (const [name, value] of [...others, ["0", root] as const]) form.append(name, value);
  return form;
};
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

/** What React decodes, and no page sends. */
const odd: Record<string, string | FormData> = {
  nothing: "[]",
  nulls: "[null,null,null,null]",
  "what is undefined": '["$undefined","$undefined","$undefined"]',
  "numbers that are none": '["$NaN","$Infinity","$-0",1e308]',
  "a bigint": '["$n18446744073709551616","$n1","$n1"]',
  "dates that are none": '["$Dnever","$Dnever","$Dnever"]',
  "characters that no column holds": '["\\u0000","\\ud800","\\udfff"]',
  "an object that is no primitive":
    '[{"toString":1,"valueOf":1},{"toString":1,"valueOf":1},{"toString":1,"valueOf":1}]',
  "the same as further arguments":
    '[-1,{"toString":null,"valueOf":null},{"toString":{},"valueOf":{}},{"toString":1}]',
  "keys of every object's prototype":
    '[{"__proto__":{"id":1,"role":"admin"},"constructor":{"prototype":{"id":1}}},{"__proto__":[]}]',
  "a long text": JSON.stringify(["a".repeat(300_000), "b".repeat(300_000)]),
  "many keys": JSON.stringify([Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]))]),
  "nested arrays": `[${nested(500)},${nested(500)}]`,
  "a map and a set": parts('["$Q1","$W2"]', ["1", '[["id",1]]'], ["2", "[1,2]"]),
  "a promise": parts('["$@1","$@1"]', ["1", '{"id":1}']),
  "a promise that stays pending": parts('[{"id":"$@9"},"$@9"]'),
  "a form with a file": parts(
    '["$K1","$K1"]',
    ["1_id", "1"],
    ["1_file", new Blob(["x"], { type: "image/png" })],
  ),
  "a file": parts('["$B1",{"id":"$B1"}]', ["1", new Blob(["x"])]),
  "what holds itself": parts('["$1","$1"]', ["1", '{"id":"$1"}']),
};

/** What React does not decode: the answer is an error without words. */
const undecodable: Record<string, string | FormData> = {
  "no JSON": "{",
  "no list": "null",
  "too many arguments": JSON.stringify(Array(2_000).fill(1)),
  "a bigint of many digits": `["$n${"9".repeat(1_000)}"]`,
  "nested arrays without an end": `[${nested(200_000)}]`,
  "a part that is missing": parts('["$1","$2"]'),
  "a path to a constructor": parts('["$1:constructor:constructor"]', ["1", "[]"]),
  "a thenable of its own": parts('{"then":"$1:__proto__:then","status":"resolved_model","_response":{}}', [
    "1",
    '"$@0"',
  ]),
};

for (const role of ["owner", "admin"] as const) {
  test(`no action of ${role === "owner" ? "an owner" : "an admin"} changes anything, fails or hangs if its arguments are odd`, async ({
    gateway,
    account,
    arrive,
  }) => {
    test.setTimeout(240_000);
    const person = await arrive(role, role === "owner" ? account.id : undefined);
    const side = role === "owner" ? "app/" : "app/admin/";
    const actions = serverActions().filter(
      ({ name }) =>
        name.startsWith(side) &&
        (role === "admin" || !name.startsWith("app/admin/")) &&
        !WITHOUT_ARGUMENTS.includes(name.split("#")[1]!),
    );
    expect(actions.length).toBeGreaterThan(25);
    const own = addressesUnder(role === "owner" ? "(developer)" : "admin");
    const sql = await gateway.sql();
    const before = await holdings(sql);
    const call = async ({ id, pages }: (typeof actions)[number], body: string | FormData) => {
      const page = pages.find((each) => own.includes(each)) ?? pages[0]!;
      const answer = await person.context.request.post(
        gateway.url + page.replace("[id]", String(account.templateId)).replace(/\[\w+\]/g, "1"),
        {
          maxRedirects: 0,
          timeout: 30_000,
          headers: {
            "next-action": id,
            accept: "text/x-component",
            origin: gateway.url,
            ...(typeof body === "string" ? { "content-type": "text/plain;charset=UTF-8" } : {}),
          },
          ...(typeof body === "string" ? { data: body } : { multipart: body }),
        },
      );
      const text = await answer.text();
      expect(text).not.toMatch(/node_modules|\bat \w+ \(/);
      return { status: answer.status(), text };
    };
    const wrong: string[] = [];
    for (const action of actions) {
      for (const [what, body] of Object.entries(odd)) {
        const { status, text } = await call(action, body);
        if (![200, 303].includes(status) || /"code":"(internal|unanswered|unavailable)"/.test(text))
          wrong.push(`${action.name}, ${what}: ${status} ${text.slice(0, 200)}`);
      }
    }
    expect(wrong).toEqual([]);
    // Decoding comes before every action, so that one of them stands for all.
    for (const [what, body] of Object.entries(undecodable)) {
      const { status, text } = await call(actions[0]!, body);
      expect([status, text.split("\n")[1]], what).toEqual([
        500,
        expect.stringMatching(/^1:E\{"digest":"\d+"\}$/),
      ]);
    }
    expect(await holdings(sql)).toBe(before);
  });
}
