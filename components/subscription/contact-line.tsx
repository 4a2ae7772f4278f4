import { useTranslations } from "next-intl";
import { addressOf, saysAddress } from "#core/gateway/contact-line.ts";

/** Whom to contact for more: in the operator's words if set, which become a link if they contain the address. */
export function ContactLine({
  text,
  link,
  className = "",
}: {
  text: string | null;
  link: string | null;
  className?: string;
}) {
  const t = useTranslations("subscription");
  const look = "font-medium text-link underline underline-offset-4";
  if (text && link && saysAddress(text, link)) {
    return (
      <p className={`text-muted ${className}`}>
        <a href={link} className={look}>
          <bdi>{text}</bdi>
        </a>
      </p>
    );
  }
  return (
    <p className={`text-muted ${className}`}>
      <bdi>{text ?? t("more")}</bdi>
      {link && (
        <>
          {" "}
          <a href={link} className={look}>
            <bdi dir="ltr">{addressOf(link)}</bdi>
          </a>
        </>
      )}
    </p>
  );
}
