import { AccountTokens } from "../../../../../account/tokens.tsx";
import { requireAdmin } from "../../../../../guards.ts";
import { revokeAccountToken } from "../../../actions.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

export default async function AccountTokensPage({ params }: AccountPageProps) {
  const { actor } = await requireAdmin();
  const { id } = await accountFile((await params).id);
  return <AccountTokens actor={actor} accountId={id} actions={{ onRevoke: revokeAccountToken }} level={2} />;
}
