import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { requestsPath, type Side } from "#components/requests/remedies.ts";
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

/** No message to a number does not mean that nobody tried: a refused request leaves none. */
export function Elsewhere({
  side,
  number,
  account,
}: {
  side: Side;
  number: string;
  /** Whose messages are listed, on an admin's page, if one account's. */
  account: number | undefined;
}) {
  const t = useTranslations("messages.elsewhere");
  const isKnown = side === "developer" || account !== undefined;
  const a = (text: ReactNode) => (
    <Link
      href={`${requestsPath(side, account ?? 0)}?q=${number}`}
      className="font-medium text-link underline underline-offset-4"
    >
      {text}
    </Link>
  );
  return (
    <p className="mx-auto mt-1 max-w-md text-[13px] text-muted">
      {isKnown ? t.rich("requests", { a }) : t("chooseAccount")}
    </p>
  );
}
