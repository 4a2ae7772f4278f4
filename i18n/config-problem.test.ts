import { expect, test } from "vitest";
import { configProblems, readConfigProblem, writeConfigProblem } from "#core/gateway/config-problem.ts";
import { messages } from "./messages.ts";

test("every problem has a text in both languages, and no text is unused", () => {
  for (const language of ["en", "ar"] as const) {
    expect(Object.keys(messages[language].carriers.problems).sort()).toEqual(configProblems);
  }
});

test("an encoded problem decodes to itself, and a plain code is not mistaken for one", () => {
  const problem = { code: "one_of", value: "a, [b] | c", place: 'headers.x"y' };
  expect(readConfigProblem(writeConfigProblem(problem))).toEqual(problem);
  for (const plain of ["required", "name", ""]) expect(readConfigProblem(plain)).toBeNull();
});
