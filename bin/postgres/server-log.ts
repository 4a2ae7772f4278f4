import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** Only the end of each log is read: it may have grown for hours. */
const TAIL_BYTES = 8_192;
/** What PostgreSQL answers to those who ask whether it is ready. */
const NOT_YET = /the database system is (starting up|shutting down|not yet accepting|in recovery)/;

/** What pg_ctl redirects the server's output to, until the server writes its own log. */
export const startupLog = (cluster: string) => join(cluster, "startup.log");

/**
 * Remembers the current ends of PostgreSQL's logs. The returned function gives the reason that they have named since
 * then for not starting, or undefined: an older line explains nothing about this start.
 */
export function watchLog(cluster: string): () => string | undefined {
  const seen = new Map(logFiles(cluster).map((file) => [file, sizeOf(file)]));
  return () => {
    const lines = logFiles(cluster).flatMap((file) => since(file, seen.get(file) ?? 0).split("\n"));
    const said = lines.filter((line) => line !== "" && !NOT_YET.test(line));
    const last = said.findLastIndex((line) => /FATAL|PANIC/.test(line));
    const reason = last === -1 ? said.findLast((line) => FAULT.test(line)) : said[last];
    // "configuration file … contains errors" follows the lines that name them.
    const named = last > 0 && /contains errors/.test(reason ?? "") ? said[last - 1] : reason;
    return named?.replace(/^.*?(FATAL|PANIC|ERROR|LOG):\s*/, "").trim();
  };
}

const FAULT = /error|fatal|could not/i;

/** The line of a program's output that names the problem, or its last one. */
export function faultIn(output: string): string {
  const lines = output.trim().split("\n");
  return (lines.findLast((line) => FAULT.test(line)) ?? lines.at(-1) ?? "").trim();
}

function logFiles(cluster: string): string[] {
  const folder = join(cluster, "log");
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  // Last, because it is written before the server has a log, or instead of it.
  return [...files, startupLog(cluster)].filter((file) => existsSync(file));
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** The file's content after `start`; all of it if the file was started anew. */
function since(file: string, start: number): string {
  const size = sizeOf(file);
  const from = Math.max(size < start ? 0 : start, size - TAIL_BYTES);
  const buffer = Buffer.alloc(size - from);
  const handle = openSync(file, "r");
  try {
    return buffer.toString("utf8", 0, readSync(handle, buffer, 0, buffer.length, from));
  } finally {
    closeSync(handle);
  }
}
