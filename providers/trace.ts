import type { WireEntry } from "#core/gateway/provider-test.ts";

export type { WireEntry };

/** Collects what a delivery sends and receives. Without one nothing is collected, and nothing is spent on it. */
export interface Trace {
  add(entry: Omit<WireEntry, "at"> & { at?: number }): void;
}

/** More of a body is of no use on a screen. */
const BODY_LENGTH = 8_000;

export function newTrace(): Trace & { entries: WireEntry[] } {
  const entries: WireEntry[] = [];
  return {
    entries,
    add({ at = Date.now(), body, ...entry }) {
      const shown = body && (body.length > BODY_LENGTH ? `${body.slice(0, BODY_LENGTH)} …` : body);
      entries.push({ at, ...entry, ...(shown ? { body: shown } : {}) });
    },
  };
}

/** The same trace, without the secrets that `hide` takes out of a text. */
export function hidden(trace: Trace | undefined, hide: (text: string) => string): Trace | undefined {
  return (
    trace && {
      add: ({ title, fields, body, ...entry }) =>
        trace.add({
          ...entry,
          title: hide(title),
          fields: fields.map(([name, value]) => [name, hide(value)]),
          ...(body === undefined ? {} : { body: hide(body) }),
        }),
    }
  );
}
