import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireDeveloper } from "../../guards.ts";
import { ProfileView } from "../../profile-view.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

export default async function ProfilePage() {
  const viewer = await requireDeveloper();
  // A profile belongs to a user, not to an account: an admin viewing an account finds theirs among the admin's pages.
  if (viewer.actor.role === "onlooker") redirect("/admin/profile");
  return <ProfileView viewer={viewer} />;
}
