import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfileView } from "../../profile-view.tsx";
import { requireDeveloper } from "../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

export default async function ProfilePage() {
  return <ProfileView viewer={await requireDeveloper()} />;
}
