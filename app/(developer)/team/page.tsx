import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TwoFactorDemand } from "#components/team/two-factor-demand.tsx";
import { Users } from "#components/users/users.tsx";
import { userStatuses } from "#core/access/user.ts";
import { readParams, type SearchParams, searched, someOf, tableParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { twoFactorOfTeam } from "#services/customers/team.ts";
import { listDirectory } from "#services/users/user-directory.ts";
import { userRow } from "../../admin/users/user-row.ts";
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

const shape = { ...tableParams, q: searched, status: someOf(userStatuses).optional() };

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
  const { q, status, size, after, before } = readParams(shape, await searchParams);
  const [{ users, pages, count }, { required, without }] = await Promise.all([
    listDirectory(actor, { accountId, search: q, statuses: status, size, after, before }),
    twoFactorOfTeam(actor, { id: accountId }),
  ]);
  return (
    <Words of={["users", "team", "table"]}>
      <TeamHead />
      <div className="flex max-w-[1200px] flex-col gap-8">
        <section>
          <Users
            users={users.map((user) => userRow(user, actor.id))}
            account={accountId}
            isOwnTeam
            pages={pages}
            count={count}
            size={size}
            actions={actions}
          />
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
