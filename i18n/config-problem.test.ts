import { expect, test } from "vitest";
import { configProblems, readConfigProblem, writeConfigProblem } from "#core/gateway/config-problem.ts";
import { messages } from "./messages.ts";

test("every problem has a text in both languages, and no text is left over", () => {
  for (const language of ["en", "ar"] as const) {
    expect(Object.keys(messages[language].carriers.problems).sort()).toEqual(configProblems);
  }
});

test("what is written is read again, and a plain code is not taken for such a text", () => {
  const problem = { code: "one_of", value: "a, [b] | c", place: 'headers.x"y' };
  expect(readConfigProblem(writeConfigProblem(problem))).toEqual(problem);
  for (const plain of ["required", "name", ""]) expect(readConfigProblem(plain)).toBeNull();
});
