import { userInfo } from "node:os";
import type { Command } from "commander";
import { readSettingsFile } from "#bin/process/settings-file.ts";
import { codeOf, StartError } from "#bin/process/start-error.ts";
import { stopSignal, until } from "#bin/process/stop-signal.ts";
import type { Actor } from "#core/access/actor.ts";
import { silenceLog } from "#runtime/log.ts";
import { toJson } from "./answer.ts";
import { failure } from "./failure.ts";

/** A verb's result: an object for `--json`, and text for people. */
export interface Answer {
  json: object;
  text: string;
  /** False if the verb ran but reports a problem: exit code 1. */
  ok?: boolean;
}

const REFUSED = 1;
const INTERRUPTED = 130;
/** How long an interrupted verb may take to clean up. */
const CLEAN_UP_MS = 5_000;

/** A verb of a noun, or with no name the noun as a verb. Every verb takes `--json`. */
export function verb(noun: Command, name: string, about: string): Command {
  return noun.command(name).description(about).option("--json", "print one JSON object on stdout");
}

/**
 * The action of a verb: prints the answer and sets the exit code. Nothing but the answer goes to stdout. `work` gets
 * what commander parsed: the arguments in order, the options, and last a signal that is aborted when the user
 * interrupts. `options` names the verb's options for input fields that are called otherwise than in other verbs.
 */
export function act<A extends unknown[]>(
  work: (...parsed: A) => Promise<Answer>,
  options: Record<string, string> = {},
) {
  return async function (this: Command, ...parsed: A): Promise<void> {
    const { stop } = stopSignal();
    let code = 0;
    let working: Promise<Answer> | undefined;
    try {
      readSettingsFile();
      silenceLog();
      working = work(...(parsed.with(-1, { signal: stop }) as A));
      const answer = await until(stop, working);
      const text = this.opts().json ? JSON.stringify(toJson(answer.json)) : answer.text;
      const lost = await write(process.stdout, text === "" ? "" : `${text}\n`);
      // A reader may stop reading early, as in `gate … | head`. Any other write error loses the result, such as a token
      // that is shown only once, and must not look like success.
      if (lost && codeOf(lost) !== "EPIPE")
        throw new StartError(`The command succeeded, but its output could not be written: ${lost.message}`);
      if (answer.ok === false) code = REFUSED;
    } catch (error) {
      code = stop.aborted ? INTERRUPTED : REFUSED;
      if (stop.aborted) await Promise.race([working?.catch(() => {}), delay(CLEAN_UP_MS)]);
      await write(process.stderr, `${failure(error, options)}\n`);
    }
    // Signal handlers and idle connections would keep the process.
    process.exit(code);
  };
}

/** The person at the command line, by their operating system user name. */
export function operator(): Actor {
  try {
    return { kind: "command_line", name: userInfo().username };
  } catch {
    return { kind: "command_line", name: String(process.getuid?.() ?? "unknown") };
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/**
 * Resolves when the text is written, with the error if that failed: otherwise the process might exit before a pipe has
 * taken everything.
 */
function write(stream: NodeJS.WriteStream, text: string): Promise<Error | null | undefined> {
  return new Promise((resolve) => stream.write(text, resolve));
}
