import Link from "next/link";
import { useNumbers } from "./use-numbers.ts";

/** A number of messages, with the link to them if there are any. */
export function CountLink({ count, href }: { count: number; href: string | null }) {
  const { full } = useNumbers();
  if (count === 0 || href === null) return full(count);
  return (
    <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
      {full(count)}
    </Link>
  );
}
