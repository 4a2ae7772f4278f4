import { useTranslations } from "next-intl";
import { NoticeChoices, type NoticeChoicesProps } from "#components/notices/notice-choices.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { UserRole } from "#core/access/role.ts";
import { ChangeEmail } from "./change-email.tsx";
import { ChangePassword } from "./change-password.tsx";
import { type SessionActions, Sessions, type SessionView } from "./sessions.tsx";
import { TwoFactor } from "./two-factor.tsx";
import type { TwoFactorActions, TwoFactorView } from "./two-factor-view.ts";

export interface ProfileProps {
  email: string;
  /** Null for the operator's own people. */
  accountName: string | null;
  role: UserRole;
  twoFactor: TwoFactorView;
  sessions: SessionView[];
  notices: NoticeChoicesProps;
  actions: TwoFactorActions &
    SessionActions & {
      onChangePassword: (current: string, password: string) => Promise<Outcome>;
      onChangeEmail: (current: string, email: string) => Promise<Outcome>;
    };
}

/** The profile page, the same for developers and admins. */
export function Profile({ email, accountName, role, twoFactor, sessions, notices, actions }: ProfileProps) {
  const t = useTranslations("profile");
  const roles = useTranslations("users");
  return (
    <div className="max-w-[1200px]">
      <PageHeader title={t("title")} />
      <div className="flex flex-col gap-6">
        <Panel title={t("who")}>
          <dl className="grid grid-cols-1 gap-x-8 gap-y-1 sm:grid-cols-[max-content_1fr] sm:items-baseline sm:gap-y-3">
            <dt className="text-muted">{t("email")}</dt>
            <dd className="mb-2 min-w-0 break-words sm:mb-0">
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Ltr className="break-all">{email}</Ltr>
                <ChangeEmail onChange={actions.onChangeEmail} />
              </span>
            </dd>
            {accountName !== null && (
              <>
                <dt className="text-muted">{t("account")}</dt>
                <dd className="mb-2 min-w-0 break-words sm:mb-0">
                  <bdi>{accountName}</bdi>
                </dd>
              </>
            )}
            <dt className="text-muted">{t("role")}</dt>
            <dd className="min-w-0 break-words">
              {roles(`roles.${role}`)}
              <span className="block text-[13px] text-muted">{roles(`roleHints.${role}`)}</span>
            </dd>
          </dl>
        </Panel>
        <TwoFactor view={twoFactor} actions={actions} />
        <Panel title={t("password")}>
          <ChangePassword email={email} onChange={actions.onChangePassword} />
        </Panel>
        <NoticeChoices {...notices} />
        <Sessions sessions={sessions} actions={actions} />
      </div>
    </div>
  );
}
