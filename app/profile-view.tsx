import "server-only";
import { Profile } from "#components/profile/profile.tsx";
import { Words } from "#i18n/pick.tsx";
import type { Viewer } from "#services/access/session.ts";
import { twoFactorOf } from "#services/access/two-factor.ts";
import {
  beginTwoFactor,
  changePassword,
  confirmTwoFactor,
  disableTwoFactor,
  renewRecoveryCodes,
} from "./profile.ts";

export const twoFactorActions = {
  onBegin: beginTwoFactor,
  onConfirm: confirmTwoFactor,
  onRenew: renewRecoveryCodes,
  onDisable: disableTwoFactor,
};

/** The profile of whoever is signed in, in the frame of their side. */
export async function ProfileView({ viewer }: { viewer: Viewer }) {
  const { since, recoveryCodesLeft } = await twoFactorOf(viewer.actor);
  return (
    <Words of={["profile", "twoFactor"]}>
      <Profile
        email={viewer.email}
        accountName={viewer.accountName}
        twoFactor={{ since: since?.toISOString() ?? null, recoveryCodesLeft }}
        actions={{ ...twoFactorActions, onChangePassword: changePassword }}
      />
    </Words>
  );
}
