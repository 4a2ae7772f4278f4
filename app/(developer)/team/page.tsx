import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TwoFactorDemand } from "#components/team/two-factor-demand.tsx";
import type { SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { twoFactorOfTeam } from "#services/customers/team.ts";
import { UserTable } from "../../account/user-table.tsx";
import { requireDeveloper } from "../../guards.ts";
import {
  changeMemberRole,
  demandTeamTwoFactor,
  inviteMember,
  removeMember,
  renewMemberInvitation,
  restoreMember,
  withdrawMemberInvitation,
} from "./actions.ts";
import { TeamHead } from "./tabs.tsx";

const actions = {
  onInvite: inviteMember,
  onRenew: renewMemberInvitation,
  onWithdraw: withdrawMemberInvitation,
  onChangeRole: changeMemberRole,
  onDeactivate: removeMember,
  onReactivate: restoreMember,
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team"))("title") };
}

export default async function TeamPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId, twoFactor } = await requireDeveloper();
  const params = await searchParams;
  const { required, without } = await twoFactorOfTeam(actor, { id: accountId });
  return (
    <Words of={["team"]}>
      <TeamHead />
      <div className="flex max-w-[1200px] flex-col gap-8">
        <section>
          <UserTable actor={actor} account={accountId} isOwnTeam params={params} actions={actions} />
        </section>
        <TwoFactorDemand
          demanded={required}
          lacking={without}
          isLacking={!twoFactor}
          onDemand={demandTeamTwoFactor}
        />
      </div>
    </Words>
  );
}
