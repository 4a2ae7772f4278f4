import { oneLine } from "#bin/gate/answer.ts";
import type { TestResult } from "#core/gateway/provider-test.ts";

type Shown = TestResult & { byServer: boolean };

const marks = { sent: ">", received: "<", event: "*" } as const;

/** A test send as a terminal shows it: the wire in curl's notation, and the outcome. */
export function testText({ wire, byServer, ...result }: Shown): string {
  const lines = wire.flatMap(({ direction, title, fields, body }) => {
    const text = body === undefined ? [] : ["", ...body.split(/\r\n|[\r\n]/)];
    return [title, ...fields.map(([name, value]) => `${name}: ${value}`), ...text].map((line) =>
      `${marks[direction]} ${oneLine(line)}`.trimEnd(),
    );
  });
  const seen =
    wire.length === 0 && byServer
      ? ["* It went over a connection of another process, which shows nothing here."]
      : [];
  return [...lines, ...seen, ...outcomeLines(result)].join("\n");
}

function outcomeLines({ outcome, response, answerMs, reports, report }: Omit<TestResult, "wire">): string[] {
  const words = { accepted: "Accepted", rejected: "Rejected", unknown: "No definite answer" };
  const answer = `${words[outcome]} after ${answerMs} ms: ${oneLine(response)}`;
  if (report) {
    const reported = report.kind === "delivered" ? "Delivered" : "Not delivered";
    return [answer, report.word === report.kind ? reported : `${reported}: ${report.word}`];
  }
  return reports ? [answer, "No delivery report has come yet."] : [answer];
}
