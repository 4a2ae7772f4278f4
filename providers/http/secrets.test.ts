import { expect, test } from "vitest";
import { hiding } from "../hiding.ts";
import { httpConfig } from "./configuration.ts";
import { secretsOf } from "./secrets.ts";

const secretsIn = (config: object) => secretsOf(httpConfig.parse({ url: "https://op.example/", ...config }));

test.each([
  [{ headers: { authorization: "Bearer tok-4711", accept: "text/plain" } }, ["Bearer tok-4711", "tok-4711"]],
  [{ headers: { "X-Api-Key": "k4711" } }, ["k4711"]],
  [
    { url: "https://op.example/send?user=me&password=p%20w&to={{number}}&text={{text}}" },
    ["me", "p%20w", "p w"],
  ],
  [{ url: "https://me:hush@op.example/?t={{text}}" }, ["me", "hush"]],
  [{ body: "apikey=abc&to={{number}}&msg={{text}}" }, ["abc"]],
  [
    { body: '{"auth": {"token": "a\\"b", "user_id": 17}, "to": "{{number}}", "text": "{{text}}"}' },
    ['a"b', "17"],
  ],
  [
    { body: '<sms login="me"><password>hush</password><to>{{number}}</to><text>{{text}}</text></sms>' },
    ["hush", "me"],
  ],
])("the credentials in %j are recognised by their names", (config, expected) => {
  expect(secretsIn(config).toSorted()).toEqual(expected.toSorted());
});

test("values of the message are not credentials", () => {
  expect(secretsIn({ body: "token={{code}}&key={{message_id}}&to={{number}}" })).toEqual([]);
});

test("a secret is hidden in every encoding in which an answer may echo it, longer ones first", () => {
  const hide = hiding(["hu sh&1", "hu", ""]);
  expect(hide("hu%20sh%261 hu+sh%261 hu sh&amp;1 hu sh&1 hu")).toBe("*** *** *** *** ***");
});
