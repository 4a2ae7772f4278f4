import Link from "next/link";
import { useTranslations } from "next-intl";
import { RelativeTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Status } from "#components/ui/status.tsx";

export interface TemplateListItem {
  id: number;
  name: string;
  status: "draft" | "waiting" | "approved" | "rejected" | "archived";
  reason: string | null;
  /** An approved version is in use while a newer one waits. */
  servesMeanwhile: boolean;
  languages: ("ar" | "en")[];
  /** ISO. */
  changedAt: string;
}

/** A row per template, each linking to a page under `path`; on a phone a card per template. */
export function TemplateList({ items, path }: { items: TemplateListItem[]; path: string }) {
  const t = useTranslations("templates");
  return (
    <ul className="divide-y divide-separator overflow-hidden rounded-lg border border-border bg-surface">
      {items.map((item) => (
        <li key={item.id} className="relative px-4 py-3 hover:bg-surface-secondary">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
            <div className="min-w-0">
              <Link href={`${path}/${item.id}`} className="font-medium after:absolute after:inset-0">
                <bdi>{item.name}</bdi>
              </Link>
              <p className="text-[13px] text-muted">
                <Ltr mono>#{item.id}</Ltr> ·{" "}
                {item.languages.map((l) => t(l === "ar" ? "arabic" : "english")).join(" · ")}
              </p>
            </div>
            <div className="text-end">
              <Status of={item.status} />
              <p className="text-[13px] text-muted">
                <RelativeTime at={item.changedAt} />
              </p>
            </div>
          </div>
          {item.reason && (
            <p className="mt-1 text-[13px] text-danger">{t("rejectedNote", { reason: item.reason })}</p>
          )}
          {item.servesMeanwhile && <p className="mt-1 text-[13px] text-muted">{t("serving")}</p>}
        </li>
      ))}
    </ul>
  );
}
