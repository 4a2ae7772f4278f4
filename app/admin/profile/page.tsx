import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireAdmin } from "../../guards.ts";
import { ProfileView } from "../../profile-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

export default async function AdminProfilePage() {
  return <ProfileView viewer={await requireAdmin()} />;
}
