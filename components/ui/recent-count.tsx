import Link from "next/link";
import { useFormatter } from "next-intl";

/** The number of something's recent messages, leading to them. */
export function RecentCount({ count, href }: { count: number; href: string }) {
  const format = useFormatter();
  if (count === 0) return <span className="text-muted">0</span>;
  return (
    <Link href={href} prefetch={false} className="font-medium text-link hover:underline">
      {format.number(count)}
    </Link>
  );
}
