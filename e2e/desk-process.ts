import { globSync } from "node:fs";
import { basename } from "node:path";
import type { Actor } from "#core/access/actor.ts";
import type { Order } from "./desk.ts";
import { root } from "./program.ts";

/**
 * The other end of `desk.ts`: a process of its own that calls the product's services on a running gateway's
 * database, as any further process of an installation does.
 */
const actor: Actor = { kind: "system", name: "e2e" };

/** Where each service is, by its file's name: they are grouped in folders, and an order names none. */
const places = new Map(
  globSync("services/*/*.ts", { cwd: root }).map((path) => [basename(path, ".ts"), `#${path}`]),
);

process.on("message", async ({ id, noun, verb, input }: Order) => {
  try {
    const service = await import(places.get(noun)!);
    process.send!({ id, result: await service[verb](actor, input) });
  } catch (error) {
    const { code, message, stack } = error as Error & { code?: string };
    process.send!({ id, error: { code, message: code ? message : stack } });
  }
});
process.on("disconnect", () => process.exit());
