import { Logo } from "./logo.tsx";

/** Logo and name, in the language of the page. With a `tag` it is the admin's: another colour, and a label. */
export function Brand({ name, tag }: { name: string; tag?: string | undefined }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Logo className={`h-6 shrink-0 ${tag ? "text-admin" : "text-accent"}`} />
      {/* The label goes below a name that leaves it no room, as beside a wide logo. */}
      <span className="flex min-w-0 flex-wrap items-center gap-x-2">
        <span className="line-clamp-2 min-w-0 text-[15px] font-semibold wrap-break-word" title={name}>
          {name}
        </span>
        {tag && (
          <span className="shrink-0 rounded-md bg-admin-soft px-1.5 py-0.5 text-[11px] font-medium text-admin">
            {tag}
          </span>
        )}
      </span>
    </span>
  );
}
