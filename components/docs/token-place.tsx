"use client";

import { Button } from "@heroui/react";
import { KeyRound } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { NativeSelect } from "#components/form/native-select.tsx";
import type { TokenActions, TokenView } from "#components/tokens/token-view.ts";
import type { CodePiece } from "#core/api/code-pieces.ts";
import { type SnippetKind, type SnippetLanguage, TOKEN_PLACE } from "#core/api/snippets/places.ts";
import { isolated } from "#core/input/isolated.ts";

/** Loaded when a token is to be revealed. */
const RevealDialog = dynamic(
  () => import("#components/tokens/reveal-dialog.tsx").then((module) => module.RevealDialog),
  { ssr: false },
);

/** The example clients in coloured pieces, with `TOKEN_PLACE` where the token goes. */
export type SnippetPieces = Record<SnippetKind, Record<SnippetLanguage, CodePiece[]>>;

interface Places {
  pieces: SnippetPieces;
  /** `TOKEN_PLACE` until the reader has revealed their token. */
  token: string;
  show: (token: string | undefined) => void;
  /** Chosen once, for all snippets of the page. */
  language: SnippetLanguage;
  choose: (language: SnippetLanguage) => void;
}

const PlacesContext = createContext<Places | undefined>(undefined);

/** The values filled into this page's snippets. A token is kept only in the page's memory. */
export function usePlaces(): Places {
  const places = useContext(PlacesContext);
  if (!places) throw new Error("a snippet outside SnippetPlaces");
  return places;
}

export function SnippetPlacesProvider({ pieces, children }: { pieces: SnippetPieces; children: ReactNode }) {
  const [token, show] = useState<string>();
  const [language, choose] = useState<SnippetLanguage>("curl");
  const places = useMemo(
    () => ({ pieces, token: token ?? TOKEN_PLACE, show, language, choose }),
    [pieces, token, language],
  );
  return <PlacesContext value={places}>{children}</PlacesContext>;
}

/** Fills one of the account's tokens into all snippets, after asking for the password. */
export function TokenFill({
  tokens,
  onReveal,
}: {
  tokens: Pick<TokenView, "id" | "name" | "hint" | "state">[];
  onReveal: NonNullable<TokenActions["onReveal"]>;
}) {
  const t = useTranslations("try.token");
  const { token, show } = usePlaces();
  const [chosen, setChosen] = useState(tokens[0]?.id);
  const [asking, setAsking] = useState(false);
  const one = tokens.find(({ id }) => id === chosen) ?? tokens[0];
  if (!one) {
    return (
      <p className="text-muted">
        {t("none")}{" "}
        <Link href="/tokens" className="font-medium text-link underline underline-offset-4">
          {t("create")}
        </Link>
      </p>
    );
  }
  const shown = token !== TOKEN_PLACE;
  return (
    <div className="flex flex-wrap items-end gap-3">
      {tokens.length > 1 && (
        <div className="w-64 max-w-full">
          <NativeSelect
            name="token"
            label={t("choose")}
            value={String(one.id)}
            onChange={(id) => {
              setChosen(Number(id));
              show(undefined);
            }}
            options={tokens.map(({ id, name, hint, state }) => ({
              value: String(id),
              text: `${state === "replaced" ? t("old", { name }) : isolated(name)} · \u2066${hint}\u2069`,
            }))}
          />
        </div>
      )}
      <Button variant="outline" onPress={() => (shown ? show(undefined) : setAsking(true))}>
        <KeyRound className="size-4" aria-hidden="true" />
        {t(shown ? "hide" : "show")}
      </Button>
      <p role="status" className="self-center text-[13px] text-muted">
        {shown ? t("shown") : ""}
      </p>
      {asking && (
        <RevealDialog
          token={one}
          onReveal={onReveal}
          onDone={(value) => {
            show(value);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
