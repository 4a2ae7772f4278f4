/** A message as a phone shows it, in the direction of its own language, under the sender IDs that it may come from. */
export function PhonePreview({
  text,
  language,
  senders,
}: {
  text: string;
  language: "ar" | "en";
  senders: string[];
}) {
  return (
    <div className="rounded-lg border border-border bg-surface-secondary p-3">
      {senders.length > 0 && (
        <p dir="ltr" data-senders className="mb-2 text-center text-[13px] font-medium wrap-anywhere">
          {senders.join(", ")}
        </p>
      )}
      {/* The bubble's tail is at the page's start, whatever the language of the text. */}
      <p className="w-fit max-w-[28ch] min-w-24 rounded-2xl rounded-es-sm bg-surface px-3.5 py-2 wrap-anywhere whitespace-pre-wrap shadow-[0_0_0_1px_var(--border)]">
        <span lang={language} dir={language === "ar" ? "rtl" : "ltr"} className="block">
          {text || "…"}
        </span>
      </p>
    </div>
  );
}
