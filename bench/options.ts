import { parseArgs } from "node:util";

export const VARIANTS = {
  a: "the product",
  b: "the same handler through Next's own pipeline",
  c: "the product, one send per statement, 10 in flight",
  d: "yardstick: two plain statements per send, each its own commit; no HTTP",
} as const;

export type Variant = keyof typeof VARIANTS;

export interface Options {
  seconds: number;
  rounds: number;
  only: Variant[];
  connections: number[];
  json: boolean;
}

const USAGE = `npm run bench -- [options]
  --seconds N          how long each variant runs at each connection count in a round (4)
  --rounds N           how often all of it is repeated; medians are reported (3)
  --only a,b           variants: ${Object.entries(VARIANTS)
    .map(([key, what]) => `${key} ${what}`)
    .join(", ")}
  --connections 1,64   (1,16,64,128)
  --json               one JSON object on stdout, progress on stderr`;

/** What the command line asks for. @throws an Error whose message is for the reader. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: "string", default: "4" },
      rounds: { type: "string", default: "3" },
      only: { type: "string", default: Object.keys(VARIANTS).join(",") },
      connections: { type: "string", default: "1,16,64,128" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) throw new Error(USAGE);
  const only = values.only.split(",");
  const connections = values.connections.split(",").map(Number);
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  const sound =
    seconds > 0 &&
    Number.isInteger(rounds) &&
    rounds > 0 &&
    only.every((key) => key in VARIANTS) &&
    connections.every((count) => Number.isInteger(count) && count >= 1 && count <= 250);
  if (!sound) throw new Error(USAGE);
  return { seconds, rounds, only: only as Variant[], connections, json: values.json };
}
