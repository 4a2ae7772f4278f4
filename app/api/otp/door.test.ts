import postgres from "postgres";
import { expect, test } from "vitest";
import { failure } from "./door.ts";

const said = (code: string) =>
  Object.assign(new Error("Failed query"), {
    cause: new postgres.PostgresError({ message: "said", code } as never),
  });

test.each(["57P01", "25006", "53100", "55P03", "40001", "40P01"])(
  "%s is temporary and not the caller's fault: 503",
  (code) => {
    expect(failure(said(code), null).status).toBe(503);
  },
);

test.each(["23505", "42P01", "22P02", "40003"])("%s is an internal error: 500", (code) => {
  expect(failure(said(code), null).status).toBe(500);
});
