/** One of the doctor's checks. */
export interface Check {
  name: string;
  ok: boolean;
  /** Something that keeps messages from being delivered or reported, but is nobody's damage: a missing decision. */
  warning: boolean;
  /** The finding, in one line. */
  detail: string;
}

/** What a check finds to warn of. */
export class Warning {
  readonly detail: string;

  constructor(detail: string) {
    this.detail = detail;
  }
}

/** @param look returns a summary if all is well, or a warning; and throws the problem otherwise. */
export async function check(name: string, look: () => Promise<string | Warning>): Promise<Check> {
  try {
    const found = await look();
    const warning = found instanceof Warning;
    return { name, ok: true, warning, detail: warning ? found.detail : found };
  } catch (error) {
    return { name, ok: false, warning: false, detail: reason(error) };
  }
}

/** The innermost message: Drizzle's own quotes the statement and its parameters. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  if (error instanceof Error && error.cause) return reason(error.cause);
  return error instanceof Error ? error.message || error.name : String(error);
}
