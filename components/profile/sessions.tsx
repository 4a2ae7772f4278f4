"use client";

import { Button, Chip, toast } from "@heroui/react";
import { Monitor, Smartphone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormProblem } from "#components/form/form-problem.tsx";
import { useAction } from "#components/form/use-action.ts";
import { ExactTime, RelativeTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { Panel } from "#components/ui/panel.tsx";

export interface SessionView {
  id: string;
  browser: string | null;
  system: string | null;
  isPhone: boolean;
  address: string | null;
  /** ISO. */
  since: string;
  lastUsed: string;
  isThis: boolean;
}

export interface SessionActions {
  onEnd: (sessionId: string) => Promise<Outcome>;
  onEndOthers: () => Promise<Outcome<number>>;
}

/** The browsers in which the user is signed in, each with a button that signs it out. */
export function Sessions({ sessions, actions }: { sessions: SessionView[]; actions: SessionActions }) {
  const t = useTranslations("profile.sessions");
  const router = useRouter();
  const { busy, refused, run } = useAction({ session_not_found: t("gone") });
  const nameOf = ({ browser, system }: SessionView) =>
    browser && system ? t("browserOn", { browser, system }) : (browser ?? system ?? t("unknown"));
  const end = (session: SessionView) =>
    run(actions.onEnd(session.id), () => {
      toast.success(t("ended", { browser: nameOf(session) }));
      router.refresh();
    });
  const endOthers = () =>
    run(actions.onEndOthers(), (count) => {
      toast.success(t("othersEnded", { count }));
      router.refresh();
    });
  return (
    <Panel title={t("title")}>
      <p className="max-w-[70ch] text-muted">{t("lead")}</p>
      {refused && (
        <div className="mt-4">
          <FormProblem>{refused.text}</FormProblem>
        </div>
      )}
      <ul className="mt-4 divide-y divide-separator border-y border-separator" aria-label={t("title")}>
        {sessions.map((session) => {
          const Icon = session.isPhone ? Smartphone : Monitor;
          return (
            <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
              <Icon className="size-5 shrink-0 text-muted" aria-hidden="true" />
              <div className="min-w-0 flex-1 basis-56">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                  <bdi>{nameOf(session)}</bdi>
                  {session.isThis && (
                    <Chip size="sm" color="accent" variant="soft">
                      {t("thisBrowser")}
                    </Chip>
                  )}
                </p>
                <p className="mt-0.5 flex flex-wrap gap-x-4 text-[13px] text-muted">
                  {session.address && <Ltr mono>{session.address}</Ltr>}
                  <span>
                    {t.rich("lastUsed", { time: () => <RelativeTime at={session.lastUsed} /> } as never)}
                  </span>
                  <span>
                    {t.rich("since", { date: () => <ExactTime at={session.since} to="day" /> } as never)}
                  </span>
                </p>
              </div>
              {!session.isThis && (
                <Button
                  size="sm"
                  variant="outline"
                  isDisabled={busy}
                  aria-label={t("endOf", { browser: nameOf(session) })}
                  onPress={() => void end(session)}
                >
                  {t("end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && (
        <Button className="mt-4" variant="tertiary" isPending={busy} onPress={() => void endOthers()}>
          {t("endOthers")}
        </Button>
      )}
    </Panel>
  );
}
