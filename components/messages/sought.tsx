import { useTranslations } from "next-intl";
import type { NumberSearch } from "#core/message/number-search.ts";

/** What the search took its text for: a person who gave a part of a number sees which part was looked for. */
export function Sought({ of: { number, ending, id } }: { of: NumberSearch }) {
  const t = useTranslations("messages.sought");
  const text =
    number !== undefined
      ? t("number", { number: `+${number}` })
      : ending === undefined
        ? t("id", { id: `#${id}` })
        : id === undefined
          ? t("ending", { ending })
          : t("endingOrId", { ending, id: `#${id}` });
  return <p className="mb-2 text-[13px] text-muted">{text}</p>;
}
