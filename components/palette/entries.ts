import {
  ArrowLeftRight,
  Building2,
  FileText,
  KeyRound,
  type LucideIcon,
  MessagesSquare,
  Package,
  Plus,
  RadioTower,
  Send,
  Settings2,
  UserRound,
} from "lucide-react";
import type { NavigationItem, Side } from "#components/shell/navigation.ts";
import { ABOUT_PARAM, DIALOG_PARAM } from "#components/shell/use-asked-dialog.ts";
import type { Rights } from "#core/access/access.ts";
import { nameMatches } from "#core/input/search-fold.ts";
import type { FindingKind } from "#core/search/finding-kinds.ts";
import arCommon from "#i18n/ar/common.json" with { type: "json" };
import ar from "#i18n/ar/palette.json" with { type: "json" };
import arSettings from "#i18n/ar/settings.json" with { type: "json" };
import enCommon from "#i18n/en/common.json" with { type: "json" };
import en from "#i18n/en/palette.json" with { type: "json" };
import enSettings from "#i18n/en/settings.json" with { type: "json" };
import type { Entry, Found, Targeted } from "./entry.ts";

export type Language = "en" | "ar";

/** The words come with the palette, in both languages, and not with every page. */
export const words = { en, ar };
const names = {
  en: { nav: enCommon.nav, settings: enSettings },
  ar: { nav: arCommon.nav, settings: arSettings },
};
const otherOf = (language: Language): Language => (language === "ar" ? "en" : "ar");

export const icons: Record<FindingKind, LucideIcon> = {
  request: ArrowLeftRight,
  message: MessagesSquare,
  account: Building2,
  template: FileText,
  token: KeyRound,
  user: UserRound,
  carrier: RadioTower,
  plan: Package,
};

const settingSections = {
  brand: "brand",
  contact: "contact",
  countries: "countries",
  retention: "retention",
  "time-zone": "timeZone",
  security: "security",
  sandbox: "sandbox",
} as const;

/** The pages of a side, and the sections of its settings. */
export function pageEntries(side: Side, items: NavigationItem[], language: Language): Entry[] {
  const [own, other] = [names[language], names[otherOf(language)]];
  const pages = items.map(
    ({ href, name, icon }): Entry => ({
      key: href,
      group: "pages",
      icon,
      text: own.nav[name],
      other: other.nav[name],
      to: { href },
    }),
  );
  if (side === "developer") return pages;
  const sections = Object.entries(settingSections).map(([id, group]): Entry => {
    const title = (each: typeof own) => `${each.nav.settings}: ${each.settings[group].title}`;
    return {
      key: `/admin/settings#${id}`,
      group: "pages",
      icon: Settings2,
      text: title(own),
      other: title(other),
      to: { href: `/admin/settings#${id}` },
    };
  });
  return [...pages, ...sections];
}

type ActionName = keyof typeof en.actions;

const asking = (href: string, dialog: string, about?: number | string) =>
  `${href}${href.includes("?") ? "&" : "?"}${DIALOG_PARAM}=${dialog}${about === undefined ? "" : `&${ABOUT_PARAM}=${about}`}`;

const simple: Record<Side, Partial<Record<ActionName, string>>> = {
  developer: {
    newTemplate: "/templates/new",
    newToken: asking("/tokens", "create"),
    allowAddress: "/whitelist",
    tryIt: "/docs#try",
    inviteMember: asking("/team", "invite"),
  },
  admin: {
    newAccount: asking("/admin/accounts", "create"),
    newPlan: asking("/admin/plans", "create"),
    addCarrier: "/admin/carriers/new",
    inviteUser: asking("/admin/users", "invite"),
  },
};

const targeted: Record<Side, Targeted[]> = {
  developer: [{ name: "copyToken", kind: "token", hrefOf: ({ id, href }) => asking(href, "reveal", id) }],
  admin: [
    {
      name: "grant",
      kind: "account",
      hrefOf: ({ id }) => asking(`/admin/accounts/${id}/subscriptions`, "grant"),
    },
    {
      name: "invite",
      kind: "account",
      hrefOf: ({ id }) => asking(`/admin/accounts/${id}/developers`, "invite"),
    },
  ],
};

/** The actions that take more than the right to change things. */
const needs: Partial<Record<string, keyof Rights>> = { inviteMember: "manageTeam" };

/** What the reader can do on this side. */
export function actionEntries(side: Side, rights: Rights, language: Language): Entry[] {
  if (!rights.change) return [];
  const [own, other] = [words[language].actions, words[otherOf(language)].actions];
  return [
    ...targeted[side].map(
      (action): Entry => ({
        key: action.name,
        group: "actions",
        icon: action.name === "copyToken" ? KeyRound : Send,
        text: own[action.name].name,
        other: other[action.name].name,
        to: { ask: action },
      }),
    ),
    ...Object.entries(simple[side])
      .filter(([name]) => rights[needs[name] ?? "change"])
      .map(
        ([name, href]): Entry => ({
          key: name,
          group: "actions",
          icon: Plus,
          text: own[name as ActionName].name,
          other: other[name as ActionName].name,
          to: { href },
        }),
      ),
  ];
}

/**
 * An action and what it is to act on, in one text: "grant sham" is to grant credits to what "sham" finds. Each word of the
 * action begins one of its name's.
 */
export function actionIn(typed: string, actions: Entry[]): { action: Targeted; rest: string } | null {
  const parts = typed.trim().split(/\s+/);
  for (let taken = Math.min(parts.length - 1, 4); taken > 0; taken--) {
    const said = parts.slice(0, taken);
    if (said[0]!.length < 2) return null;
    const entry = actions.find(
      ({ to, text, other }) =>
        "ask" in to && [text, other ?? ""].some((name) => said.every((word) => beginsAWord(name, word))),
    );
    if (entry && "ask" in entry.to) return { action: entry.to.ask, rest: parts.slice(taken).join(" ") };
  }
  return null;
}

const beginsAWord = (name: string, word: string) =>
  name
    .split(/\s+/)
    .some((each) => nameMatches(each.slice(0, word.length), word) && word.length <= each.length);

/** What the server has found, as lines of the palette. */
export function foundEntries(found: Found[], side: Side, language: Language): Entry[] {
  return found.map(({ kind, id, title, detail, account, href }) => ({
    key: `${kind} ${id}`,
    group: kind,
    icon: icons[kind],
    text: title,
    detail: [detail, side === "admin" && kind !== "account" ? account?.name : null]
      .filter(Boolean)
      .join(" · "),
    to: { href },
    // No phone number stays in the browser.
    ...(kind === "message" && { remembered: `${words[language].message} #${id}` }),
  }));
}

/** The things on which an action can act. */
export function targetEntries(found: Found[], action: Targeted, language: Language): Entry[] {
  return found
    .filter(({ kind }) => kind === action.kind)
    .map((each) => ({
      key: `${action.name} ${each.id}`,
      group: "actions",
      icon: icons[action.kind],
      text: words[language].actions[action.name].of.replace("{name}", each.title),
      detail: each.detail ?? undefined,
      to: { href: action.hrefOf(each) },
    }));
}

/** The logs, searched for what may be a part of a number. */
export function logEntries(typed: string, side: Side, language: Language): Entry[] {
  if (typed.replace(/\P{Nd}/gu, "").length < 6 || /\p{L}/u.test(typed)) return [];
  const of = side === "admin" ? "/admin" : "";
  const q = encodeURIComponent(typed.trim());
  const own = words[language];
  const messages: Entry = {
    key: "log",
    group: "logs",
    icon: MessagesSquare,
    text: own.searchMessages.replace("{name}", typed.trim()),
    to: { href: `${of}/messages?q=${q}` },
  };
  if (side === "admin") return [messages];
  return [
    messages,
    {
      key: "requests",
      group: "logs",
      icon: ArrowLeftRight,
      text: own.searchRequests.replace("{name}", typed.trim()),
      to: { href: `/requests?q=${q}` },
    },
  ];
}
