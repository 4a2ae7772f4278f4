import { useTranslations } from "next-intl";

/** A value before or after. Colour says which side it is on, and its place or an arrow says so too. */
export function ChangeValue({ value, side }: { value: string | undefined; side: "before" | "after" }) {
  const t = useTranslations("audit");
  if (value === undefined || value === "" || value === "null")
    return <span className="text-muted">{t("none")}</span>;
  if (value === "true" || value === "false") return <span>{t(value === "true" ? "on" : "off")}</span>;
  const Tag = side === "before" ? "del" : "ins";
  return (
    <Tag
      className={`break-words whitespace-pre-wrap no-underline ${side === "before" ? "text-danger" : "text-delivered"}`}
    >
      <bdi>{value}</bdi>
    </Tag>
  );
}
