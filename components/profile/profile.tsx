import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ChangePassword } from "./change-password.tsx";
import { type SessionActions, Sessions, type SessionView } from "./sessions.tsx";
import { TwoFactor } from "./two-factor.tsx";
import type { TwoFactorActions, TwoFactorView } from "./two-factor-view.ts";

export interface ProfileProps {
  email: string;
  /** Null for an admin. */
  accountName: string | null;
  twoFactor: TwoFactorView;
  sessions: SessionView[];
  actions: TwoFactorActions &
    SessionActions & {
      onChangePassword: (current: string, password: string) => Promise<Outcome>;
    };
}

/** The profile page, the same for developers and admins. */
export function Profile({ email, accountName, twoFactor, sessions, actions }: ProfileProps) {
  const t = useTranslations("profile");
  return (
    <div className="max-w-[1200px]">
      <PageHeader title={t("title")} />
      <div className="flex flex-col gap-6">
        <Panel title={t("who")}>
          <dl className="grid grid-cols-1 gap-x-8 gap-y-1 sm:grid-cols-[max-content_1fr] sm:gap-y-3">
            <dt className="text-muted">{t("email")}</dt>
            <dd className="mb-2 min-w-0 break-words sm:mb-0">
              <Ltr>{email}</Ltr>
            </dd>
            <dt className="text-muted">{t(accountName === null ? "role" : "account")}</dt>
            <dd className="min-w-0 break-words">
              <bdi>{accountName ?? t("admin")}</bdi>
            </dd>
          </dl>
          <p className="mt-4 border-t border-separator pt-4 text-[13px] text-muted">
            {t(accountName === null ? "adminHint" : "whoHint")}
          </p>
        </Panel>
        <TwoFactor view={twoFactor} actions={actions} />
        <Panel title={t("password")}>
          <ChangePassword email={email} onChange={actions.onChangePassword} />
        </Panel>
        <Sessions sessions={sessions} actions={actions} />
      </div>
    </div>
  );
}
