import { codeOf } from "#bin/process/start-error.ts";

/**
 * Resolves when the text is written, with the error if that failed: otherwise the process might exit before a pipe has
 * taken everything.
 */
export function write(stream: NodeJS.WriteStream, text: string): Promise<Error | null | undefined> {
  return new Promise((resolve) => stream.write(text, resolve));
}

/**
 * Writes what was asked for, and resolves with the error if it is lost, which must not look like success. A reader may
 * stop reading early, as in `gate … | head`: that is none.
 */
export async function writeOut(text: string): Promise<Error | undefined> {
  const error = await write(process.stdout, text);
  return error && codeOf(error) !== "EPIPE" ? error : undefined;
}
