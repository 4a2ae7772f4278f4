"use client";

import { useTranslations } from "next-intl";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { SnippetKind } from "#core/api/snippets/places.ts";
import { SNIPPET_LANGUAGES, type SnippetLanguage, snippet, snippetNames } from "#core/api/snippets.ts";
import { Code, CodeFrame } from "./code-block.tsx";
import { usePlaces } from "./token-place.tsx";

/** Example clients in many languages, with this gateway's address and one of the account's templates. */
export function ClientSnippets({ of }: { of: SnippetKind }) {
  const t = useTranslations("try");
  const { language, choose, ...places } = usePlaces();
  const text = snippet(of, language, places);
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
                  className="flex cursor-pointer items-center border-b-2 border-transparent px-3 text-[13px] text-muted outline-none hover:text-foreground data-[focus-visible]:bg-accent-soft data-[selected]:border-accent data-[selected]:font-medium data-[selected]:text-foreground"
                >
                  {snippetNames[each]}
                </Tab>
              ))}
            </TabList>
          }
        >
          <TabPanel id={language} className="rounded-b-lg -outline-offset-2">
            <Code>
              <Marked text={text} mark={places.token} />
            </Code>
          </TabPanel>
        </CodeFrame>
      </Tabs>
    </div>
  );
}

/** The part that the reader has to fill in is highlighted. */
function Marked({ text, mark }: { text: string; mark: string }) {
  const [before, ...after] = text.split(mark);
  if (after.length === 0) return text;
  return (
    <>
      {before}
      <mark className="rounded bg-accent-soft px-0.5 text-accent-soft-foreground">{mark}</mark>
      {after.join(mark)}
    </>
  );
}
