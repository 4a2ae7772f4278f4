import { textChanges } from "#core/template/text-changes.ts";

/** A text with its changes against an earlier one marked. */
export function TextChanges({
  language,
  before,
  after,
}: {
  language: "ar" | "en";
  before: string;
  after: string;
}) {
  // The position identifies a piece: equal words may occur twice.
  let at = 0;
  const pieces = textChanges(before, after).map((piece) => ({ ...piece, at: at++ }));
  return (
    <p
      lang={language}
      dir={language === "ar" ? "rtl" : "ltr"}
      className="wrap-anywhere whitespace-pre-wrap"
      data-testid={`changes-${language}`}
    >
      {pieces.map(({ at: key, text, change }) =>
        change === "added" ? (
          <ins key={key} className="rounded bg-accent-soft px-0.5 font-medium text-foreground">
            {text}
          </ins>
        ) : change === "removed" ? (
          <del key={key} className="rounded bg-danger-soft px-0.5 text-foreground">
            {text}
          </del>
        ) : (
          <span key={key}>{text}</span>
        ),
      )}
    </p>
  );
}
