import { useTranslations } from "next-intl";
import type { WireEntry } from "#core/gateway/provider-test.ts";

const marks = { sent: "→", received: "←", event: "•" } as const;

/** What went over the wire, in its order, each with its time after the first. Left to right in every language. */
export function Wire({ entries }: { entries: WireEntry[] }) {
  const t = useTranslations("carriers.wire");
  if (entries.length === 0) return <p className="text-muted">{t("nothing")}</p>;
  const begin = entries[0]!.at;
  return (
    <section aria-label={t("title")}>
      <h3 className="mb-1.5 font-medium">{t("title")}</h3>
      <ol
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys
        tabIndex={0}
        className="flex max-h-80 flex-col gap-2 overflow-y-auto rounded-lg bg-surface-secondary p-3"
      >
        {entries.map(({ at, direction, title, fields, body }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={index} className="font-mono text-xs">
            <p className="flex justify-between gap-3 font-semibold">
              <span className="min-w-0 break-all">
                <span aria-hidden="true">{marks[direction]} </span>
                <span className="sr-only">{t(direction)}: </span>
                {title}
              </span>
              <span className="shrink-0 font-normal text-muted">+{at - begin} ms</span>
            </p>
            {fields.length > 0 && (
              <dl className="ps-4">
                {fields.map(([name, value], place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a header may occur twice
                  <div key={place} className="flex gap-2">
                    <dt className="shrink-0 text-muted">{name}</dt>
                    <dd className="min-w-0 break-all">{value}</dd>
                  </div>
                ))}
              </dl>
            )}
            {body && <pre className="mt-1 ps-4 break-all whitespace-pre-wrap">{body}</pre>}
          </li>
        ))}
      </ol>
    </section>
  );
}
