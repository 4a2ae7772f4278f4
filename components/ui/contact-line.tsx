import type { ReactNode } from "react";

/** The operator's own words on whom to ask, as a link where they gave one. Nothing where they gave neither. */
export function ContactLine({
  lead,
  text,
  link,
}: {
  lead: ReactNode;
  text: string | null;
  /** A page, an e-mail address or a telephone. */
  link: string | null;
}) {
  if (text === null && link === null) return null;
  const shown = text ?? link!.replace(/^(?:mailto|tel):/, "");
  return (
    <p>
      {lead}{" "}
      {link === null ? (
        <bdi>{shown}</bdi>
      ) : (
        <a href={link} rel="noreferrer" className="font-medium text-link underline underline-offset-4">
          <bdi dir={text === null ? "ltr" : undefined}>{shown}</bdi>
        </a>
      )}
    </p>
  );
}
