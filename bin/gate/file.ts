import { readFile } from "node:fs/promises";
import { codeOf, StartError } from "#bin/process/start-error.ts";
import { Refused } from "#core/input/refusal.ts";

/** The text of a file that an option names; `-` is stdin. Editors on Windows write a byte order mark, which is left out. */
export async function textFrom(file: string): Promise<string> {
  try {
    return (await readFile(file === "-" ? "/dev/stdin" : file, "utf8")).replace(/^\ufeff/, "");
  } catch (error) {
    throw unreadable(file, reasonOf(error));
  }
}

/** The password in a file, without the end of its line. An empty one is a mistake, such as a pipe from a failed command. */
export async function passwordFrom(file: string): Promise<string> {
  const password = (await textFrom(file)).replace(/\r?\n$/, "");
  if (password === "") throw unreadable(file, "it is empty");
  return password;
}

function unreadable(file: string, problem: string): Refused {
  return new Refused("file_unreadable", { file: file === "-" ? "stdin" : file, problem });
}

/** The JSON in a file in which no placeholder of the examples is left. */
export async function jsonFrom(file: string): Promise<unknown> {
  const text = await textFrom(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Only the position: the rest of the parser's message quotes the text, which contains credentials.
    const [place = text.trim() === "" ? "it is empty" : "it ends too early"] =
      /line \d+ column \d+/.exec((error as Error).message) ?? [];
    throw unreadable(file, `it is not JSON: ${place}`);
  }
  const blanks = blanksIn(value);
  if (blanks.length > 0)
    throw new StartError(
      `${file === "-" ? "stdin" : file} still has "…" instead of a value: ${blanks.join(", ")}`,
    );
  return value;
}

/** The paths of the values that are still the placeholder of the documentation and the presets. */
function blanksIn(value: unknown, path = ""): string[] {
  if (value === "…") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => blanksIn(each, path ? `${path}.${name}` : name));
}

function reasonOf(error: unknown): string {
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EISDIR: "it is a directory",
    EACCES: "this user may not read it",
  };
  return reasons[codeOf(error) ?? ""] ?? (error as Error).message;
}
