import { Header, ListBox, ListBoxItem, ListBoxSection } from "react-aria-components";
import { type Language, words } from "./entries.ts";
import type { Entry } from "./entry.ts";

/** The lines of the palette, by group. */
export function PaletteList({
  entries,
  language,
  empty,
  onChoose,
}: {
  entries: Entry[];
  language: Language;
  /** Said where there is no line. */
  empty: string;
  onChoose: (key: string) => void;
}) {
  const t = words[language];
  const groups = [...new Set(entries.map(({ group }) => group))];
  return (
    <ListBox
      aria-label={t.label}
      className="h-96 max-h-[60dvh] overflow-y-auto p-2 outline-none"
      renderEmptyState={() => <p className="p-4 text-center text-muted">{empty}</p>}
      onAction={(key) => onChoose(String(key))}
    >
      {groups.map((group) => (
        <ListBoxSection key={group} id={`group ${group}`} aria-label={t.groups[group]}>
          <Header className="px-3 pt-2 pb-1 text-xs font-medium text-muted">{t.groups[group]}</Header>
          {entries
            .filter((entry) => entry.group === group)
            .map(({ key, icon: Icon, text, other, detail }) => (
              <ListBoxItem
                key={key}
                id={key}
                textValue={text}
                className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 text-sm outline-none data-[focused]:bg-accent-soft data-[hovered]:bg-surface-secondary"
              >
                <Icon className="size-4 shrink-0 text-muted" aria-hidden="true" />
                <bdi className="min-w-0 break-words">{text}</bdi>
                <span className="ms-auto max-w-[50%] shrink-0 truncate text-[13px] text-muted">
                  {detail ? (
                    <bdi>{detail}</bdi>
                  ) : (
                    other && (
                      <bdi aria-hidden="true" lang={language === "ar" ? "en" : "ar"}>
                        {other}
                      </bdi>
                    )
                  )}
                </span>
              </ListBoxItem>
            ))}
        </ListBoxSection>
      ))}
    </ListBox>
  );
}
