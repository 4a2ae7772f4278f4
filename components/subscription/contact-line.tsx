import { useTranslations } from "next-intl";

/** Whom to ask for more: in the operator's words where they set some. */
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
  const address = link?.replace(/^(mailto:|tel:|https?:\/\/)/, "").replace(/\/$/, "");
  return (
    <p className={`text-muted ${className}`}>
      <bdi>{text ?? t("more")}</bdi>
      {link && (
        <>
          {" "}
          <a href={link} className="font-medium text-link underline underline-offset-4">
            <bdi dir="ltr">{address}</bdi>
          </a>
        </>
      )}
    </p>
  );
}
