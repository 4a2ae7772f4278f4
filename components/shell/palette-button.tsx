"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import type { Rights } from "#core/access/access.ts";
import type { NavigationItem, Side } from "./navigation.ts";

/** Loaded when it is first opened. */
const Palette = dynamic(() => import("#components/palette/palette.tsx").then((module) => module.Palette), {
  ssr: false,
});

/** Opens the palette, as ⌘K and Ctrl K do. */
export function PaletteButton({
  side,
  items,
  reader,
  rights,
  folded,
  icon,
}: {
  side: Side;
  items: NavigationItem[];
  /** Whose recent things are kept: the user, and the account that they see. */
  reader: string;
  rights: Rights;
  folded: boolean;
  icon: ReactNode;
}) {
  const t = useTranslations("common");
  const [opened, setOpened] = useState(false);
  const [used, setUsed] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // By physical key, so that it works while the keyboard types Arabic; or by letter, for other layouts.
      const isK = event.code === "KeyK" || event.key.toLowerCase() === "k";
      if (!isK || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setUsed(true);
      setOpened(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <button
        type="button"
        aria-label={folded ? t("shell.palette") : undefined}
        onClick={() => {
          setUsed(true);
          setOpened(true);
        }}
        className={`flex h-9 w-full items-center gap-3 rounded-lg border border-border text-sm text-muted hover:bg-surface-secondary ${folded ? "justify-center" : "px-2.5"}`}
      >
        {icon}
        {!folded && (
          <>
            <span className="flex-1 text-start">{t("shell.palette")}</span>
            <span
              aria-hidden="true"
              dir="ltr"
              className="font-mono rounded border border-border px-1.5 text-[11px] pointer-coarse:hidden"
            >
              Ctrl K
            </span>
          </>
        )}
      </button>
      {used && (
        <Palette
          side={side}
          items={items}
          reader={reader}
          rights={rights}
          isOpen={opened}
          onOpenChange={setOpened}
        />
      )}
    </>
  );
}
