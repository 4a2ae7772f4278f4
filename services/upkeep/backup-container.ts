import { createHash } from "node:crypto";
import {
  type BackupHeader,
  type BackupSequences,
  type BackupTable,
  backupEnd,
  backupHeader,
  backupSequences,
  backupTable,
  backupTableEnd,
} from "#core/gateway/backup.ts";

/**
 * The container of a backup: a gzip stream of the line `Aman Gate backup 1` and of frames. A frame is a letter,
 * the length of its content in decimal digits, a line feed, and the content.
 *
 *     H  header: {schema, secret, madeAt}
 *     T  begins a table: {name, columns}
 *     D  rows of it, as PostgreSQL's COPY writes them in its text format, cut anywhere
 *     E  ends the table: {rows, sha256 of its D contents}
 *     S  sequences: [{name, next}]
 *     Z  the end: {sha256 of everything before this frame}
 *
 * One H, then T D* E for each table, then S and Z. All but D are JSON. Without this program a table is got out
 * with any tool that can count bytes, and read by any PostgreSQL.
 */
const MAGIC = "Aman Gate backup 1\n";

/** Frames are written much smaller; a larger length means that the file is damaged. */
const MAX_FRAME = 1 << 24;
const LINE_FEED = 10;

/** The backup is not complete. The message completes the sentence "… is not a whole backup". */
export class DamagedBackup extends Error {}

export interface TableRows {
  table: BackupTable;
  rows: AsyncIterable<Buffer>;
}

export interface BackupContent {
  header: BackupHeader;
  tables: AsyncIterable<TableRows>;
  /** Called after the tables have been written. */
  sequences: () => Promise<BackupSequences>;
}

/** The bytes of a backup, uncompressed. `onTable` is called with the totals of each table. */
export async function* writeContainer(
  content: BackupContent,
  onTable: (name: string, rows: number) => void,
): AsyncGenerator<Buffer> {
  const whole = createHash("sha256");
  const frame = (letter: string, payload: Buffer | object) => {
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
    const framed = Buffer.concat([Buffer.from(`${letter}${bytes.length}\n`), bytes]);
    whole.update(framed);
    return framed;
  };
  whole.update(MAGIC);
  yield Buffer.from(MAGIC);
  yield frame("H", content.header);
  for await (const { table, rows } of content.tables) {
    yield frame("T", table);
    const tally = tallyOf();
    for await (const bytes of rows) {
      tally.add(bytes);
      yield frame("D", bytes);
    }
    const written = tally.end();
    yield frame("E", written);
    onTable(table.name, written.rows);
  }
  yield frame("S", await content.sequences());
  const sha256 = whole.copy().digest("hex");
  yield frame("Z", { sha256 });
}

export type Part =
  | { kind: "header"; header: BackupHeader }
  | { kind: "table"; table: BackupTable }
  | { kind: "rows"; bytes: Buffer }
  | { kind: "table_end"; table: BackupTable; rows: number }
  | { kind: "sequences"; sequences: BackupSequences };

/**
 * The parts of a backup in order, each verified as it is read. Only after the last one is the backup known to be
 * complete.
 * @throws {DamagedBackup}
 */
export async function* readContainer(bytes: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const whole = createHash("sha256");
  let previous = "";
  let open: { table: BackupTable; tally: ReturnType<typeof tallyOf> } | undefined;

  for await (const { letter, content, framed } of frames(bytes)) {
    if (!order[previous]?.includes(letter)) throw new DamagedBackup("its parts are not in order");
    previous = letter;
    if (letter === "Z") {
      if (parse(backupEnd, content).sha256 !== whole.digest("hex"))
        throw new DamagedBackup("its checksum differs");
      continue;
    }
    for (const piece of framed) whole.update(piece);
    if (letter === "H") yield { kind: "header", header: parse(backupHeader, content) };
    if (letter === "S") yield { kind: "sequences", sequences: parse(backupSequences, content) };
    if (letter === "T") {
      open = { table: parse(backupTable, content), tally: tallyOf() };
      yield { kind: "table", table: open.table };
    }
    if (letter === "D" && open) {
      open.tally.add(content);
      yield { kind: "rows", bytes: content };
    }
    if (letter === "E" && open) {
      const [said, read] = [parse(backupTableEnd, content), open.tally.end()];
      if (said.sha256 !== read.sha256 || said.rows !== read.rows) {
        throw new DamagedBackup(`the rows of ${open.table.name} are not those that were written`);
      }
      yield { kind: "table_end", table: open.table, rows: read.rows };
    }
  }
  if (previous !== "Z") throw new DamagedBackup("its end is missing");
}

/** Which frame types may follow which. */
const order: Record<string, string> = { "": "M", M: "H", H: "TS", T: "DE", D: "DE", E: "TS", S: "Z", Z: "" };

interface Frame {
  letter: string;
  content: Buffer;
  framed: Buffer[];
}

async function* frames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const source = reader(bytes);
  const magic = Buffer.from(MAGIC);
  const start = await source.take(magic.length);
  if (!start?.equals(magic)) throw new DamagedBackup("it does not begin like one");
  yield { letter: "M", content: start, framed: [start] };
  for (;;) {
    const line = await source.line();
    if (line === undefined) return;
    const [, letter, digits] = /^([A-Z])(\d{1,9})\n$/.exec(line.toString("latin1")) ?? [];
    if (!letter || Number(digits) > MAX_FRAME) throw new DamagedBackup("a length in it is damaged");
    const content = await source.take(Number(digits));
    if (!content) throw new DamagedBackup("its end is missing");
    yield { letter, content, framed: [line, content] };
  }
}

/** Reads lines and counted bytes from chunks of any size. */
function reader(bytes: AsyncIterable<Buffer>) {
  const chunks = bytes[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async () => {
    const next = await chunks.next();
    if (!next.done) held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return !next.done;
  };
  const cut = (length: number) => {
    const piece = held.subarray(0, length);
    held = held.subarray(length);
    return piece;
  };
  return {
    /** Undefined if fewer bytes are left. */
    async take(length: number): Promise<Buffer | undefined> {
      while (held.length < length) if (!(await more())) return undefined;
      return cut(length);
    },
    /** A short line with its line feed; undefined at the end. */
    async line(): Promise<Buffer | undefined> {
      for (;;) {
        const end = held.indexOf(LINE_FEED);
        if (end >= 0) return cut(end + 1);
        if (held.length > 32) throw new DamagedBackup("a length in it is damaged");
        if (await more()) continue;
        if (held.length > 0) throw new DamagedBackup("its end is missing");
        return undefined;
      }
    },
  };
}

/**
 * Counts rows (in COPY's text format a line feed only ever ends a row) and computes the digest of the data passing
 * through.
 */
function tallyOf() {
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add(bytes: Buffer) {
      hash.update(bytes);
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) rows++;
    },
    end: () => ({ rows, sha256: hash.digest("hex") }),
  };
}

function parse<T>(schema: { parse(value: unknown): T }, content: Buffer): T {
  try {
    return schema.parse(JSON.parse(content.toString("utf8")));
  } catch {
    throw new DamagedBackup("a part of it is not readable");
  }
}
