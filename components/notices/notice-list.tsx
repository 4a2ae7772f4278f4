"use client";

import { Button } from "@heroui/react";
import {
  CalendarClock,
  Check,
  Coins,
  FileCheck,
  FileClock,
  KeyRound,
  type LucideIcon,
  RadioTower,
  TrendingDown,
} from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useAction } from "#components/form/use-action.ts";
import { RelativeTime } from "#components/time/time.tsx";
import { useDates } from "#components/time/use-dates.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { type Notice, type NoticeKind, type NoticeSide, noticePath, saidOf } from "#core/notice/notice.ts";
import type { Locale } from "#i18n/locale.ts";

/** A notice with its times in ISO. */
export type NoticeView = { id: number; at: string; unread: boolean } & Notice;

interface NoticeListProps {
  side: NoticeSide;
  notices: NoticeView[];
  /** Whether only the unread ones are listed. */
  unreadOnly: boolean;
  newer: string | null;
  older: string | null;
  onRead: (id: number) => Promise<Outcome>;
  onReadAll: (upTo: number) => Promise<Outcome>;
}

const icons: Record<NoticeKind, LucideIcon> = {
  approval_waiting: FileClock,
  template_decided: FileCheck,
  credit_low: Coins,
  subscription_ending: CalendarClock,
  carrier_down: RadioTower,
  share_low: TrendingDown,
  token_expiring: KeyRound,
  token_unused: KeyRound,
};

/** A user's notices, newest first. */
export function NoticeList({ side, notices, unreadOnly, newer, older, onRead, onReadAll }: NoticeListProps) {
  const t = useTranslations("notices");
  const { busy, refused, run } = useAction();
  const newest = notices[0];
  const path = side === "admin" ? "/admin/notices" : "/notices";
  return (
    <div className="max-w-[860px]">
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={
          newest &&
          newer === null && (
            <Button
              variant="outline"
              isPending={busy}
              isDisabled={!notices.some(({ unread }) => unread)}
              onPress={() => void run(onReadAll(newest.id), () => {})}
            >
              {t("readAll")}
            </Button>
          )
        }
      />
      <nav aria-label={t("views")} className="mb-4 flex gap-1">
        {[false, true].map((only) => (
          <Link
            key={String(only)}
            href={only ? `${path}?unread=1` : path}
            aria-current={only === unreadOnly ? "page" : undefined}
            className={`rounded-lg px-3 py-1.5 text-[13px] ${
              only === unreadOnly
                ? "bg-surface-tertiary font-medium text-foreground"
                : "text-muted hover:text-foreground"
            }`}
          >
            {t(only ? "unread" : "all")}
          </Link>
        ))}
      </nav>
      {refused && (
        <p role="alert" className="mb-4 text-[13px] text-danger">
          {refused.text}
        </p>
      )}
      {notices.length === 0 ? (
        <EmptyState
          title={t(unreadOnly ? "noneUnreadTitle" : "emptyTitle")}
          text={t(unreadOnly ? "noneUnreadText" : "emptyText")}
        />
      ) : (
        <ul
          aria-label={t("title")}
          className="divide-y divide-separator rounded-lg border border-border bg-surface"
        >
          {notices.map((notice) => (
            <NoticeRow
              key={notice.id}
              notice={notice}
              side={side}
              onRead={() => void run(onRead(notice.id), () => {})}
            />
          ))}
        </ul>
      )}
      {(newer || older) && (
        <nav aria-label={t("pages")} className="mt-4 flex justify-between gap-4 text-[13px] font-medium">
          {newer ? <PageLink href={newer} text={t("newer")} /> : <span />}
          {older && <PageLink href={older} text={t("older")} />}
        </nav>
      )}
    </div>
  );
}

function PageLink({ href, text }: { href: string; text: string }) {
  return (
    <Link href={href} className="text-link underline underline-offset-4">
      {text}
    </Link>
  );
}

function NoticeRow({ notice, side, onRead }: { notice: NoticeView; side: NoticeSide; onRead: () => void }) {
  const t = useTranslations("notices");
  const { day } = useDates();
  const language = useLocale() as Locale;
  const { wording, values } = saidOf(notice, side, { language, day: (iso) => day(new Date(iso)) });
  const title = t(`said.${wording}.title` as "said.creditUsed.title", values);
  const Icon = icons[notice.kind];
  return (
    <li
      data-notice={notice.kind}
      data-unread={notice.unread || undefined}
      className="relative flex items-start gap-3 p-4 hover:bg-surface-secondary first:rounded-t-lg last:rounded-b-lg"
    >
      <span className="relative mt-0.5 shrink-0">
        <Icon className={`size-4 ${notice.unread ? "text-accent" : "text-muted"}`} aria-hidden="true" />
        {notice.unread && (
          <span aria-hidden="true" className="absolute -end-1 -top-1 size-2 rounded-full bg-failed" />
        )}
      </span>
      <div className="min-w-0 flex-1">
        {/* Not a Link: the address marks the notice as read, and must be asked for only by somebody who opens it. */}
        <a
          href={noticePath(notice.id)}
          className={`text-sm wrap-anywhere after:absolute after:inset-0 ${notice.unread ? "font-semibold" : ""}`}
        >
          {title}
          {notice.unread && <span className="sr-only"> ({t("isUnread")})</span>}
        </a>
        <p className="mt-0.5 text-[13px] text-pretty wrap-anywhere text-muted">
          {t(`said.${wording}.text` as "said.creditUsed.text", values)}
        </p>
        <p className="mt-0.5 text-xs text-muted">
          <RelativeTime at={notice.at} />
        </p>
      </div>
      {notice.unread && (
        <Button
          isIconOnly
          size="sm"
          variant="ghost"
          className="relative shrink-0"
          aria-label={t("readOne", { title })}
          onPress={onRead}
        >
          <Check className="size-4" aria-hidden="true" />
        </Button>
      )}
    </li>
  );
}
