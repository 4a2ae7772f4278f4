import { Logo } from "./logo.tsx";
import type { Side } from "./navigation.ts";

const looks: Record<Side, { logo: string; tag: string }> = {
  developer: { logo: "text-accent", tag: "bg-accent-soft text-accent-soft-foreground" },
  admin: { logo: "text-admin", tag: "bg-admin-soft text-admin" },
};

/** Logo and name, in the language of the page and the colour of the side, and a label for what the reader is there. */
export function Brand({
  name,
  side = "developer",
  tag,
}: {
  name: string;
  side?: Side;
  tag?: string | undefined;
}) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Logo className={`h-6 shrink-0 ${looks[side].logo}`} />
      {/* The label goes below a name that leaves it no room, as beside a wide logo. */}
      <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
        <span className="line-clamp-2 min-w-0 text-[15px] font-semibold wrap-break-word" title={name}>
          {name}
        </span>
        {tag && (
          <span className={`shrink-0 rounded-md px-1 py-0.5 text-[11px] font-medium ${looks[side].tag}`}>
            {tag}
          </span>
        )}
      </span>
    </span>
  );
}
