import { ProfileSkeleton } from "#components/profile/profile-skeleton.tsx";

export default function Loading() {
  return <ProfileSkeleton />;
}
