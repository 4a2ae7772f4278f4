import { expect, test, vi } from "vitest";
import { csvAnswer } from "./csv.ts";

interface Row {
  id: number;
  text: string | null;
}

const columns = [
  { name: "id", value: ({ id }: Row) => id },
  { name: "text", value: ({ text }: Row) => text },
];

async function* batchesOf(...batches: Row[][]) {
  yield* batches;
}

async function bytesOf(answer: Response): Promise<string> {
  return Buffer.from(await answer.arrayBuffer()).toString("utf8");
}

test("begins with the UTF-8 byte order mark and the column names, and ends lines as Excel does", async () => {
  const answer = csvAnswer("x.csv", columns, batchesOf([{ id: 1, text: "رمز" }], [{ id: 2, text: null }]));
  expect(await bytesOf(answer)).toBe("\ufeffid,text\r\n1,رمز\r\n2,\r\n");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="x.csv"');
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("values that a spreadsheet would treat as formulas get an apostrophe; separators are quoted", async () => {
  const dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x","a,b")'];
  const answer = csvAnswer(
    "x.csv",
    columns,
    batchesOf(
      dangerous.map((text, id) => ({ id, text })),
      [{ id: 9, text: 'a "b", c' }],
    ),
  );
  const text = await bytesOf(answer);
  for (const value of dangerous) {
    expect(text).toContain(`'${value.replaceAll('"', '""')}`);
    expect(text).not.toContain(`,${value}`);
    expect(text).not.toContain(`"${value.replaceAll('"', '""')}`);
  }
  expect(text).toContain('9,"a ""b"", c"\r\n');
});

test("reads a batch only when the previous one was sent, and none after the client has gone", async () => {
  const read: number[] = [];
  const closed = vi.fn();
  async function* endless() {
    try {
      for (let id = 0; ; id++) {
        read.push(id);
        yield [{ id, text: null }];
      }
    } finally {
      closed();
    }
  }
  const reader = csvAnswer("x.csv", columns, endless()).body!.getReader();
  for (let i = 0; i < 4; i++) await reader.read();
  expect(read.length).toBeLessThanOrEqual(5);
  await reader.cancel();
  expect(closed).toHaveBeenCalledOnce();
});
