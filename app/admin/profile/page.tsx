import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfileView } from "../../profile-view.tsx";
import { requireAdmin } from "../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

export default async function AdminProfilePage() {
  return <ProfileView viewer={await requireAdmin()} />;
}
