"use client";

import { useTranslations } from "next-intl";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { CodeLook, CodePiece } from "#core/api/code-pieces.ts";
import {
  SNIPPET_LANGUAGES,
  type SnippetKind,
  type SnippetLanguage,
  snippetNames,
  TOKEN_PLACE,
} from "#core/api/snippets/places.ts";
import { Code, CodeFrame } from "./code-block.tsx";
import { usePlaces } from "./token-place.tsx";

/** Example clients in many languages, with this gateway's address and one of the account's templates. */
export function ClientSnippets({ of }: { of: SnippetKind }) {
  const t = useTranslations("try");
  const { language, choose, pieces, token } = usePlaces();
  const shown = pieces[of][language];
  const text = shown.map(([piece]) => piece.replaceAll(TOKEN_PLACE, token)).join("");
  return (
    <div dir="ltr">
      <Tabs selectedKey={language} onSelectionChange={(key) => choose(key as SnippetLanguage)}>
        <CodeFrame
          label={snippetNames[language]}
          text={text}
          head={
            <TabList aria-label={t("languagesOf")} className="flex self-stretch overflow-x-auto">
              {SNIPPET_LANGUAGES.map((each) => (
                <Tab
                  key={each}
                  id={each}
                  className="flex cursor-pointer items-center border-b-2 border-transparent px-3 text-[13px] text-muted outline-none hover:text-foreground data-[focus-visible]:ring-2 data-[focus-visible]:ring-focus data-[focus-visible]:ring-inset data-[selected]:border-accent data-[selected]:font-medium data-[selected]:text-foreground"
                >
                  {snippetNames[each]}
                </Tab>
              ))}
            </TabList>
          }
        >
          <TabPanel id={language} className="rounded-b-lg -outline-offset-2">
            <Code>
              <Pieces pieces={shown} token={token} />
            </Code>
          </TabPanel>
        </CodeFrame>
      </Tabs>
    </div>
  );
}

const looks: Record<NonNullable<CodeLook>, string> = {
  comment: "text-muted",
  keyword: "text-admin",
  string: "text-delivered",
  number: "text-sent",
  name: "text-link",
};

/** Source text in its colours. The part that the reader has to fill in is marked. */
function Pieces({ pieces, token }: { pieces: readonly CodePiece[]; token: string }) {
  return pieces.map(([text, look], index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
    <span key={index} className={look === null ? undefined : looks[look]}>
      {text.split(TOKEN_PLACE).flatMap((part, at) =>
        at === 0
          ? [part]
          : [
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <mark key={at} className="rounded bg-accent-soft px-0.5 text-accent-soft-foreground">
                {token}
              </mark>,
              part,
            ],
      )}
    </span>
  ));
}
