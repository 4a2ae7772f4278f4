import { requireAdmin } from "../session.ts";

export default async function AdminPage() {
  const { email } = await requireAdmin();
  return <main className="p-8">{email}</main>;
}
