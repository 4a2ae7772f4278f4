import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Mark } from "#components/shell/brand.tsx";

export default async function NotFound() {
  const t = await getTranslations("common.errors");
  return (
    <main className="grid min-h-dvh place-items-center px-4 text-center">
      <div>
        <Mark className="mx-auto mb-4 size-9 text-accent" />
        <h1 className="text-lg font-semibold">{t("notFoundTitle")}</h1>
        <p className="mt-1 text-muted">{t("notFoundText")}</p>
        <Link href="/" className="mt-4 inline-block font-medium text-link underline underline-offset-4">
          {t("home")}
        </Link>
      </div>
    </main>
  );
}
