import { expect, test } from "vitest";
import { httpConfig } from "./configuration.ts";
import { reportProblem } from "./report-problem.ts";

const problem = (config: object, { known = true } = {}) =>
  reportProblem(
    httpConfig.parse({ url: "https://carrier.example/send?to={{number}}", ...config }),
    (base) => known || base !== undefined,
  );

test("an ordinary configuration has no problem", () => {
  expect(problem({})).toBeNull();
  expect(problem({ reports: { id: "provider_id" }, id_pattern: 'id="(\\d+)"' })).toBeNull();
});

test("an address for reports that is not known is one", () => {
  const config = {
    url: "https://carrier.example/send?to={{number}}&dlr={{report_url}}&ref={{message_id}}",
    reports: {},
  };
  expect(problem(config)).toBeNull();
  expect(problem(config, { known: false })).toContain("PUBLIC_URL");
  expect(problem({ ...config, reports: { base_url: "http://10.8.0.1:3000" } }, { known: false })).toBeNull();
});

test.each(["\\d+", "(?:\\d+)", "[(]\\d+[)]", "\\(\\d+\\)"])(
  "an id_pattern without a group (%s) is one",
  (id) => {
    expect(problem({ reports: { id: "provider_id" }, id_pattern: id })).toContain("no group");
    const poll = { url: "https://carrier.example/status?id={{provider_id}}" };
    expect(problem({ poll, id_pattern: id })).toContain("no group");
    // Nothing depends on it.
    expect(problem({ id_pattern: id })).toBeNull();
  },
);
