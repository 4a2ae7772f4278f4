/** A state that somebody should know of, such as a carrier that is down. It is told once for each time that it begins. */
export interface PresentState {
  kind: string;
  subject: string;
  /** Graver levels of the same thing are states of their own: nearly used up is 1, used up is 2. */
  level: number;
  /** For how long it must last before anybody is told. */
  holdMs: number;
}

/** What is remembered of a state. */
export interface KnownState {
  kind: string;
  subject: string;
  level: number;
  /** When it began. */
  since: Date;
  /** When somebody was told of it last, be it of an earlier occurrence. */
  toldAt: Date | null;
  /** Whether this occurrence was told, or did not need to be. */
  told: boolean;
  /** When it was over; null while it lasts. */
  endedAt: Date | null;
}

/** A thing that comes and goes is told at most this often. */
export const TOLD_AGAIN_MS = 3_600_000;

export const stateKey = ({ kind, subject, level }: Pick<KnownState, "kind" | "subject" | "level">) =>
  `${kind} ${level} ${subject}`;

export interface Judged<S> {
  /** The states to tell somebody of now. */
  tell: S[];
  /** What has to be remembered instead of what was known. */
  keep: KnownState[];
  forget: KnownState[];
}

/**
 * Which of the present states are news. A state that lasts is told once. One that ends and begins again is told again,
 * but at most once an hour: if it is still there when the hour is over, it is told then. Where a graver level of the
 * same thing is told, the lesser one goes without saying.
 */
export function judge<S extends PresentState>(
  present: readonly S[],
  known: readonly KnownState[],
  now: Date,
): Judged<S> {
  const before = new Map(known.map((state) => [stateKey(state), state]));
  const tell: S[] = [];
  const keep: KnownState[] = [];
  const seen = new Set<string>();
  /** The gravest level that was told of each thing. */
  const gravest = new Map<string, number>();
  for (const state of present.toSorted((a, b) => b.level - a.level)) {
    const key = stateKey(state);
    if (seen.has(key)) continue;
    seen.add(key);
    const thing = `${state.kind} ${state.subject}`;
    const was = before.get(key);
    const lasts = was?.endedAt === null ? was : undefined;
    const since = lasts?.since ?? now;
    const toldAt = was?.toldAt ?? null;
    const held = now.getTime() - since.getTime() >= state.holdMs;
    const mayTell = toldAt === null || now.getTime() - toldAt.getTime() >= TOLD_AGAIN_MS;
    const implied = (gravest.get(thing) ?? 0) > state.level;
    const isNews = !lasts?.told && !implied && held && mayTell;
    if (isNews) tell.push(state);
    const told = lasts?.told || isNews || implied;
    if (told) gravest.set(thing, Math.max(gravest.get(thing) ?? 0, state.level));
    const next: KnownState = {
      kind: state.kind,
      subject: state.subject,
      level: state.level,
      since,
      toldAt: isNews ? now : toldAt,
      told,
      endedAt: null,
    };
    if (!lasts || lasts.told !== next.told) keep.push(next);
  }
  const forget: KnownState[] = [];
  for (const was of known) {
    if (seen.has(stateKey(was))) continue;
    const recent = was.toldAt !== null && now.getTime() - was.toldAt.getTime() < TOLD_AGAIN_MS;
    if (!recent) forget.push(was);
    else if (was.endedAt === null) keep.push({ ...was, endedAt: now });
  }
  return { tell, keep, forget };
}
