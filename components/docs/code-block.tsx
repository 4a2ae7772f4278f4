import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** A frame around code with a button that copies it: always left to right. */
export function CodeFrame({
  label,
  head,
  text,
  children,
}: {
  /** A description for screen readers. */
  label: string;
  head: ReactNode;
  /** The text to be copied. */
  text: string;
  children: ReactNode;
}) {
  const t = useTranslations("try");
  return (
    <div dir="ltr" className="overflow-hidden rounded-lg border border-border bg-surface">
      <div className="flex min-h-10 items-center justify-between gap-2 border-b border-separator bg-surface-secondary pe-1">
        {head}
        <CopyButton value={text} label={t("copyOf", { what: label })} />
      </div>
      {children}
    </div>
  );
}

/** Long lines wrap, so that nothing scrolls sideways; copying gives them unwrapped. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <pre className="p-3 text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap">
      <code>{children}</code>
    </pre>
  );
}

/** Code without a header, if its surroundings explain it. */
export function BareCode({ label, text, children }: { label: string; text: string; children?: ReactNode }) {
  const t = useTranslations("try");
  return (
    <div dir="ltr" className="relative min-w-0 rounded-lg border border-border bg-background pe-9">
      <Code>{children ?? text}</Code>
      <div className="absolute end-1 top-1">
        <CopyButton value={text} label={t("copyOf", { what: label })} />
      </div>
    </div>
  );
}

/** Code with a title. `children` render `text` with highlighting. */
export function CodeBlock({ label, text, children }: { label: string; text: string; children?: ReactNode }) {
  return (
    <CodeFrame
      label={label}
      text={text}
      head={
        <span className="ps-3 text-[13px] text-muted">
          <bdi>{label}</bdi>
        </span>
      }
    >
      <Code>{children ?? text}</Code>
    </CodeFrame>
  );
}
