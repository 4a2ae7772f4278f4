import { problemText } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { isInDoubt } from "#runtime/database/errors.ts";

/** The options of the command line, of all verbs, whose names differ from the input's fields. */
const common: Record<string, string> = {
  accountId: "--account",
  id: "ID",
  range: "--cidr",
  config: "--file",
  templateId: "--template",
  templateIds: "--templates",
  templateCode: "--code",
  approvedAs: "--as",
};

/** A problem that concerns two options, reported once. */
const together: Record<string, string> = { body_missing: "--english or --arabic is required" };

/** One line for stderr. */
export function failure(error: unknown, options: Record<string, string> = {}): string {
  if (error instanceof Refused && error.code === "invalid_input") {
    return Object.entries(error.fields)
      .map(
        ([field, codes]) =>
          together[codes[0] ?? ""] ?? `${optionOf(field, options)} ${codes.map(problemText).join(" and ")}`,
      )
      .join("; ");
  }
  const reason = innermost(error).replaceAll(/\s*\n\s*/g, " ");
  return isInDoubt(error)
    ? `It is not known whether this was done; look before you repeat it: ${reason}`
    : reason;
}

/** The option of a field, or of a list in which an item is at fault (`prefixes.1`). */
function optionOf(field: string, options: Record<string, string>): string {
  const name = field.replace(/\.\d+$/, "");
  return (
    options[name] ?? common[name] ?? `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  );
}

/** Drizzle's own message quotes the statement and its values, which may be secrets; its cause does not. */
function innermost(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return innermost(error.cause);
  return error instanceof Error ? error.message || error.name : String(error);
}
