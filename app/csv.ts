import { stringify } from "csv-stringify/sync";

export interface CsvColumn<Row> {
  name: string;
  value: (row: Row) => string | number | null;
}

/**
 * Streams rows as CSV, reading each batch after the previous one was sent. It starts with a byte order mark, so that
 * Excel recognises UTF-8, and an apostrophe precedes what Excel would take for a formula.
 */
export function csvAnswer<Row>(
  fileName: string,
  columns: CsvColumn<Row>[],
  batches: AsyncGenerator<Row[]>,
): Response {
  const encoder = new TextEncoder();
  const linesOf = (records: unknown[][], bom = false) =>
    encoder.encode(stringify(records, { bom, record_delimiter: "windows", escape_formulas: true }));
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(linesOf([columns.map(({ name }) => name)], true)),
    async pull(stream) {
      const { value: rows, done } = await batches.next();
      if (done) stream.close();
      else stream.enqueue(linesOf(rows.map((row) => columns.map(({ value }) => value(row)))));
    },
    // The client has disconnected.
    cancel: async () => void (await batches.return(undefined)),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
    },
  });
}
