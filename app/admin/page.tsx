import { getTranslations } from "next-intl/server";
import { Mark } from "#components/shell/brand.tsx";
import { requireAdmin } from "../session.ts";

/** Until there are pages for the operator: says where the work is done. */
export default async function AdminPage() {
  await requireAdmin();
  const t = await getTranslations("overview");
  return (
    <main className="grid min-h-dvh place-items-center px-4 text-center">
      <div className="max-w-[52ch]">
        <Mark className="mx-auto mb-4 size-9 text-admin" />
        <h1 className="text-lg font-semibold">{t("adminTitle")}</h1>
        <p className="mt-1 text-muted">{t("adminText")}</p>
      </div>
    </main>
  );
}
