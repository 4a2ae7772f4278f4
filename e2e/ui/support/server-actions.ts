import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";

const built = join(import.meta.dirname, "../../..", ".next", "server");

export interface ServerAction {
  id: string;
  /** Such as `app/(developer)/tokens/actions.ts#revokeToken`. */
  name: string;
  /** Pages that it can be called from, as addresses, with their parameters as `[id]`. */
  pages: string[];
}

const addressOf = (entry: string) =>
  entry
    .replace(/^app/, "")
    .replace(/\/\([^)]*\)/g, "")
    .replace(/\/(page|route)$/, "") || "/";

/** Every server action of the build, so that a new one is there without anybody naming it. */
export function serverActions(): ServerAction[] {
  const { node } = JSON.parse(readFileSync(join(built, "server-reference-manifest.json"), "utf8")) as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
  };
  return Object.entries(node).map(([id, { filename, exportedName, workers }]) => ({
    id,
    name: `${filename}#${exportedName}`,
    pages: Object.keys(workers).map(addressOf),
  }));
}

/** Every page and route below a folder of `app/`, such as `(developer)`; or only its pages. */
export function addressesUnder(folder: string, kind: "page" | "any" = "any"): string[] {
  const paths = JSON.parse(readFileSync(join(built, "app-paths-manifest.json"), "utf8")) as object;
  return Object.keys(paths)
    .filter((path) => path.startsWith(`/${folder}/`) && (kind === "any" || path.endsWith("/page")))
    .map((path) => addressOf(path));
}

/** Calls an action as the framework does, from whichever page. */
export async function callAction(
  { request }: Pick<BrowserContext, "request">,
  url: string,
  { id, page }: { id: string; page: string },
  args: unknown[],
): Promise<{ status: number; redirect: string | undefined; text: string }> {
  const answer = await request.post(`${url}${page}`, {
    maxRedirects: 0,
    headers: {
      "next-action": id,
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      origin: url,
    },
    data: JSON.stringify(args),
  });
  const redirect = answer.headers()["x-action-redirect"]?.split(";")[0];
  return { status: answer.status(), redirect, text: await answer.text() };
}
