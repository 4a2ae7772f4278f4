import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

type Verb = (actor: unknown, input: unknown, client?: unknown) => Promise<unknown>;

/** Functions of `services/` that begin with who acts: the verbs of the product, by `file.function`. */
export async function allVerbs(): Promise<Map<string, Verb>> {
  const services = join(import.meta.dirname, "../services");
  const files = readdirSync(services, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(^|\/)[\w-]+\.ts$/.test(file),
  );
  const found = new Map<string, Verb>();
  for (const file of files) {
    const module = (await import(join(services, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      if (typeof value === "function" && /^(async )?function \w+\(actor\b/.test(String(value)))
        found.set(`${basename(file, ".ts")}.${name}`, value as Verb);
    }
  }
  return found;
}
