import Link from "next/link";
import { useTranslations } from "next-intl";
import { Logo } from "#components/shell/logo.tsx";

/** Shown in place of a page that does not exist, for this user or at all. */
export function PageMissing({ home }: { home: string }) {
  const t = useTranslations("common.errors");
  return (
    <div className="grid min-h-[60dvh] place-items-center px-4 text-center">
      <div>
        <Logo className="mx-auto mb-4 h-9 text-accent" />
        <h1 className="text-lg font-semibold">{t("notFoundTitle")}</h1>
        <p className="mt-1 text-muted">{t("notFoundText")}</p>
        <Link href={home} className="mt-4 inline-block font-medium text-link underline underline-offset-4">
          {t("home")}
        </Link>
      </div>
    </div>
  );
}
