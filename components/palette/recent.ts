import type { FindingKind } from "#core/search/finding-kinds.ts";

/** Something that was opened lately. */
export interface Recent {
  kind: FindingKind;
  text: string;
  detail?: string | undefined;
  href: string;
}

const MOST = 6;
const nameOf = (reader: string) => `palette.${reader}`;

/** What a reader opened lately in this browser, the latest first. Whatever else is kept there counts as nothing. */
export function recentOf(reader: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(nameOf(reader)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent).slice(0, MOST) : [];
  } catch {
    // No storage in this browser, or something else in it.
    return [];
  }
}

export function remember(reader: string, recent: Recent): void {
  const others = recentOf(reader).filter(({ href }) => href !== recent.href);
  keep(reader, [recent, ...others].slice(0, MOST));
}

export function forgetRecent(reader: string): void {
  keep(reader, []);
}

function keep(reader: string, all: Recent[]): void {
  try {
    window.localStorage.setItem(nameOf(reader), JSON.stringify(all));
  } catch {
    // Nothing is remembered then.
  }
}

function isRecent(value: unknown): value is Recent {
  const { kind, text, detail, href } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof kind === "string" &&
    typeof text === "string" &&
    (detail === undefined || typeof detail === "string") &&
    typeof href === "string" &&
    // A path of our own, whoever wrote it.
    /^\/(?!\/)/.test(href)
  );
}
