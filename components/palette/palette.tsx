"use client";

import { Modal } from "@heroui/react";
import { ArrowLeft, History } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { Autocomplete } from "react-aria-components";
import { FindField } from "#components/form/find-field.tsx";
import type { NavigationItem, Side } from "#components/shell/navigation.ts";
import type { Rights } from "#core/access/access.ts";
import { nameMatches } from "#core/input/search-fold.ts";
import { type FindingKind, findingKinds } from "#core/search/finding-kinds.ts";
import {
  actionEntries,
  actionIn,
  foundEntries,
  icons,
  type Language,
  logEntries,
  pageEntries,
  targetEntries,
  words,
} from "./entries.ts";
import type { Entry, Targeted } from "./entry.ts";
import { PaletteList } from "./palette-list.tsx";
import { forgetRecent, type Recent, recentOf, remember } from "./recent.ts";
import { useBestFirst } from "./use-best-first.ts";
import { useFind } from "./use-find.ts";

export interface PaletteProps {
  side: Side;
  items: NavigationItem[];
  /** Whose recent things are shown: the user, and the account that they see. */
  reader: string;
  rights: Rights;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Finds pages, things and actions, by keyboard or by touch. */
export function Palette({ isOpen, onOpenChange, ...props }: PaletteProps) {
  const language = useLocale() as Language;
  return (
    <Modal.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal.Container placement="top" size="md">
        <Modal.Dialog aria-label={words[language].label} className="overflow-hidden p-0">
          <Search {...props} language={language} onClose={() => onOpenChange(false)} />
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}

/** Mounted anew each time the palette is opened. */
function Search({
  side,
  items,
  reader,
  rights,
  language,
  onClose,
}: Omit<PaletteProps, "isOpen" | "onOpenChange"> & { language: Language; onClose: () => void }) {
  const t = words[language];
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [step, setStep] = useState<Targeted | null>(null);
  const [recent, setRecent] = useState(() => recentOf(reader));
  const actions = useMemo(() => actionEntries(side, rights, language), [side, rights, language]);
  const pages = useMemo(() => pageEntries(side, items, language), [side, items, language]);
  // "grant sham" in one go.
  const inOne = step === null ? actionIn(typed, actions) : null;
  const all = useFind(side, typed, step?.kind ?? null);
  const forAction = useFind(side, inOne?.rest ?? "", inOne?.action.kind ?? null);

  const entries: Entry[] = [];
  if (step) {
    entries.push(...targetEntries(all.findings, step, language));
  } else if (typed.trim() === "") {
    entries.push(...recent.map(recentEntry), ...actions, ...pages);
  } else {
    const matches = ({ text, other }: Entry) => [text, other ?? ""].some((name) => nameMatches(name, typed));
    const found = foundEntries(all.findings, side, language);
    entries.push(
      // Whoever types the name of an action means the action.
      ...actions.filter(matches),
      ...(inOne ? targetEntries(forAction.findings, inOne.action, language) : []),
      ...pages.filter(matches),
      ...findingKinds.flatMap((kind) => found.filter(({ group }) => group === kind)),
      ...logEntries(typed, side, language),
    );
  }

  const choose = (key: string) => {
    const entry = entries.find((each) => each.key === key);
    if (!entry) return;
    const { to, group, text, detail, remembered } = entry;
    if ("ask" in to) {
      setStep(to.ask);
      setTyped("");
      return;
    }
    if (findingKinds.some((kind) => kind === group)) {
      const kept = remembered === undefined ? { text, detail: detail || undefined } : { text: remembered };
      remember(reader, { kind: group as FindingKind, href: to.href, ...kept });
    }
    onClose();
    router.push(to.href);
  };
  const back = () => {
    setStep(null);
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A key that the field hands on to the chosen line comes along here as well.
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.key === "Backspace" && typed === "" && step) {
      event.preventDefault();
      back();
    }
    // Nothing has the focus yet where the answer has just come.
    if (event.key === "Enter" && !event.target.getAttribute("aria-activedescendant") && entries[0]) {
      event.preventDefault();
      choose(entries[0].key);
    }
  };
  const searching = [all, forAction].some(({ state }) => state === "asking");
  const frame = useRef<HTMLDivElement>(null);
  const best = useBestFirst(frame, { typed, first: entries[0]?.key });
  const failed = [all, forAction].some(({ state }) => state === "unreachable");
  const note =
    entries.length === 0 ? "" : failed ? t.unreachable : all.partial ? t.partial : searching ? t.asking : "";
  const canForget = typed === "" && !step && recent.length > 0;
  return (
    // Before the field, which passes no key on.
    <div
      ref={frame}
      onKeyDownCapture={(event) => {
        best.onKeyDown(event);
        onKeyDown(event);
      }}
    >
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        {step && (
          <div className="flex items-center gap-2 border-b border-separator px-3 py-2 text-[13px]">
            <button
              type="button"
              onClick={back}
              className="flex items-center gap-1.5 rounded-md px-1.5 py-0.5 text-muted hover:bg-surface-secondary"
            >
              <ArrowLeft className="mirrored size-3.5" aria-hidden="true" />
              {t.back}
            </button>
            <span className="font-medium">{t.actions[step.name].name}</span>
          </div>
        )}
        <FindField
          key={step?.name ?? ""}
          label={step ? t.actions[step.name].ask : t.hint}
          className="h-12 px-4 text-[15px]"
        />
        <PaletteList
          entries={entries}
          language={language}
          empty={failed ? t.unreachable : searching ? t.asking : step && typed === "" ? t.start : t.empty}
          onChoose={choose}
        />
      </Autocomplete>
      <div
        className={`flex min-h-9 flex-wrap items-center justify-between gap-x-4 border-t border-separator px-4 py-1.5 text-xs text-muted ${note || canForget ? "" : "pointer-coarse:sr-only"}`}
      >
        <span role="status">{note}</span>
        {canForget && (
          <button
            type="button"
            className="rounded-md text-link hover:underline"
            onClick={() => {
              forgetRecent(reader);
              setRecent([]);
            }}
          >
            {t.clear}
          </button>
        )}
        <span aria-hidden="true" className="flex gap-3 pointer-coarse:hidden">
          <span>↑↓ {t.keys.move}</span>
          <span>↵ {t.keys.open}</span>
          <span>Esc {t.keys.close}</span>
        </span>
      </div>
    </div>
  );
}

function recentEntry({ kind, text, detail, href }: Recent): Entry {
  return {
    key: `recent ${href}`,
    group: "recent",
    icon: icons[kind] ?? History,
    text,
    detail,
    to: { href },
  };
}
