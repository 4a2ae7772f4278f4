import { parseArgs } from "node:util";

export const VARIANTS = {
  a: "the product",
  b: "the same handler through Next's own pipeline",
  c: "the product, one send per statement, 10 in flight",
  d: "yardstick: two plain statements per send, each its own commit; no HTTP",
  e: "the product, one big customer: one account, one subscription",
  f: "the commit of --against",
  g: "the commit of --against, one big customer",
} as const;

export type Variant = keyof typeof VARIANTS;

/** Measured only with --against, and then alone with the product. */
export const OTHERS: readonly Variant[] = ["f", "g"];
const AGAINST: readonly Variant[] = ["a", "f", "e", "g"];

/** Chosen in addition to the variants. */
const PAGES = "pages";
const RETENTION = "retention";
const FAIR = "fair";
const PROGRAMS = "programs";
const SMPP = "smpp";

export interface Options {
  seconds: number;
  rounds: number;
  only: Variant[];
  /** Also the dashboard's pages. */
  pages: boolean;
  /** Also sends while the retention job runs. */
  retention: boolean;
  /** Also the CPU of a verb of the command line, and of a start. */
  programs: boolean;
  /** Also sends through one SMPP bind, beside Kannel. */
  smpp: boolean;
  /** Also an account's sends while others misbehave. */
  fair: boolean;
  /** Old messages for the retention job. */
  oldRows: number;
  /** Messages in the large send log with which the pages are measured. */
  rows: number;
  connections: number[];
  /** The commit with which the present code is compared. */
  against: string | null;
  json: boolean;
}

const USAGE = `npm run bench -- [options]
  --seconds N          how long each variant runs at each connection count in a round (4)
  --rounds N           how often all of it is repeated; medians are reported (3)
  --only a,b           variants: ${Object.entries(VARIANTS)
    .map(([key, what]) => `${key} ${what}`)
    .join(", ")};
                       pages: the Messages page and every other page in a small gateway and in one with 1,000
                       accounts and --rows messages, and the JavaScript that each page loads (it needs a Chromium);
                       retention: sends while old rows are deleted;
                       fair: an account's sends beside a flood of unknown tokens, and beside one that hammers;
                       programs: the CPU of "gate account list" and of a server's start;
                       smpp: sends through one SMPP bind, of the product and of Debian's Kannel
  --rows N             messages in the large send log (10000000)
  --old-rows N         old messages that retention deletes (1000000)
  --connections 1,64   (1,16,64,128; with --against 64,128)
  --against COMMIT     measures this code against that commit, in turn (${AGAINST.join(",")} alone)
  --json               one JSON object on stdout, progress on stderr`;

/**
 * Parses the command line.
 * @throws an Error whose message is for the user.
 */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: "string", default: "4" },
      rounds: { type: "string", default: "3" },
      only: { type: "string" },
      rows: { type: "string", default: "10000000" },
      "old-rows": { type: "string", default: "1000000" },
      connections: { type: "string" },
      against: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) throw new Error(USAGE);
  const against = values.against ?? null;
  const all = Object.keys(VARIANTS) as Variant[];
  const usual = against
    ? AGAINST
    : [...all.filter((variant) => !OTHERS.includes(variant)), PAGES, RETENTION, FAIR, PROGRAMS, SMPP];
  const chosen = values.only?.split(",") ?? [...usual];
  const only = chosen.filter((key) => ![PAGES, RETENTION, FAIR, PROGRAMS, SMPP].includes(key));
  const rows = Number(values.rows);
  const oldRows = Number(values["old-rows"]);
  const connections = (values.connections ?? (against ? "64,128" : "1,16,64,128")).split(",").map(Number);
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  const sound =
    seconds > 0 &&
    Number.isInteger(rounds) &&
    rounds > 0 &&
    Number.isInteger(rows) &&
    rows >= 10_000 &&
    Number.isInteger(oldRows / 1_000) &&
    oldRows > 0 &&
    only.every((key) => key in VARIANTS && (against || !OTHERS.includes(key as Variant))) &&
    connections.every((count) => Number.isInteger(count) && count >= 1 && count <= 250);
  if (!sound) throw new Error(USAGE);
  return {
    seconds,
    rounds,
    only: only as Variant[],
    pages: chosen.includes(PAGES),
    retention: chosen.includes(RETENTION),
    fair: chosen.includes(FAIR),
    programs: chosen.includes(PROGRAMS),
    smpp: chosen.includes(SMPP),
    oldRows,
    rows,
    connections,
    against,
    json: values.json,
  };
}
