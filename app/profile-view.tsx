import { getLocale } from "next-intl/server";
import { nameIn } from "#core/customer/account-name.ts";
import type { Locale } from "#i18n/locale.ts";
import "server-only";
import { Profile } from "#components/profile/profile.tsx";
import { browserOf } from "#core/access/browser.ts";
import { Words } from "#i18n/pick.tsx";
import { listSessions, type Viewer } from "#services/access/session.ts";
import { twoFactorOf } from "#services/access/two-factor.ts";
import { mailIsOn } from "#services/mail/smtp.ts";
import { noticeChoicesOf } from "#services/notices/notices.ts";
import { chooseNotices } from "./notices.ts";
import {
  beginTwoFactor,
  changeEmail,
  changePassword,
  confirmTwoFactor,
  disableTwoFactor,
  endOtherSessions,
  endSession,
  renewRecoveryCodes,
} from "./profile.ts";

export const twoFactorActions = {
  onBegin: beginTwoFactor,
  onConfirm: confirmTwoFactor,
  onRenew: renewRecoveryCodes,
  onDisable: disableTwoFactor,
};

/** The signed-in user's profile, in the frame of their side. */
export async function ProfileView({ viewer }: { viewer: Viewer }) {
  const [{ since, recoveryCodesLeft }, sessions, choices, mail] = await Promise.all([
    twoFactorOf(viewer.actor),
    listSessions(viewer.actor),
    noticeChoicesOf(viewer.actor),
    mailIsOn(),
  ]);
  return (
    <Words of={["profile", "twoFactor", "notices"]}>
      <Profile
        email={viewer.email}
        accountName={viewer.accountName && nameIn(viewer.accountName, (await getLocale()) as Locale)}
        role={viewer.actor.role === "onlooker" ? "read_only" : viewer.actor.role}
        twoFactor={{ since: since?.toISOString() ?? null, recoveryCodesLeft }}
        sessions={sessions.map(({ id, userAgent, address, createdAt, lastUsedAt }) => ({
          id,
          ...browserOf(userAgent),
          address,
          since: createdAt.toISOString(),
          lastUsed: lastUsedAt.toISOString(),
          isThis: id === viewer.sessionId,
        }))}
        notices={{ choices, mailIsOn: mail, email: viewer.email, onChoose: chooseNotices }}
        actions={{
          ...twoFactorActions,
          onChangePassword: changePassword,
          onChangeEmail: changeEmail,
          onEnd: endSession,
          onEndOthers: endOtherSessions,
        }}
      />
    </Words>
  );
}
