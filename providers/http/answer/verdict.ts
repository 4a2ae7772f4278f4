import { type Fate, type FateOutcome, outcomeOf } from "#providers/fate.ts";
import type { Answer } from "./answer.ts";
import { type AnswerConfig, isAmong } from "./answer-config.ts";

/**
 * Refusals for the moment: the request did not arrive completely, there were too many, or the service is not available
 * (where a configuration calls that a rejection).
 */
const NOT_TAKEN = new Set([408, 429, 503]);

/** Says what an answer means. */
export type Verdict = (status: number, answer: Answer) => FateOutcome;

/** Interprets answers as configured. The absence of a text counts only if the whole answer was read. */
export function verdictOf({ success, rejection, answers }: AnswerConfig): Verdict {
  const compiled = (sources: readonly string[] | undefined) =>
    sources?.map((source) => new RegExp(source, "u"));
  const rows = [
    ...answers.map((row) => ({ ...row, texts: compiled(row.body_pattern) })),
    // Either of the two is enough for a rejection, so that they are two rows.
    { status: rejection.status, texts: undefined, means: "refused" as const },
    { status: undefined, texts: compiled(rejection.body_pattern) ?? [], means: "refused" as const },
  ];
  const successTexts = compiled(success.body_pattern);

  return (status, { text, whole }) => {
    const found = (texts: RegExp[]) => texts.some((each) => each.test(text));
    const refused = NOT_TAKEN.has(status) ? "not_taken" : "provider";
    const outcome = (means: Fate | "refused") => outcomeOf(means === "refused" ? refused : means);
    let missed = false;
    for (const { status: statuses, texts, means } of rows) {
      if (statuses !== undefined && !isAmong(statuses, status)) continue;
      if (texts === undefined) return outcome(!whole && missed ? "unknown" : means);
      if (found(texts)) return outcome(means);
      missed ||= texts.length > 0;
    }
    if (isAmong(success.status, status)) {
      if (successTexts && found(successTexts)) return outcome("accepted");
      if (!whole && (missed || successTexts)) return outcome("unknown");
      return outcome(successTexts ? "refused" : "accepted");
    }
    // A 5xx may come from a proxy that had already passed the request on.
    return outcome(status >= 400 && status < 500 ? "refused" : "unknown");
  };
}
