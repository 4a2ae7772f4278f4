import { Logo } from "./logo.tsx";

/** Logo and name, in the language of the page. With a `tag` it is the admin's: another colour, and the word. */
export function Brand({ name, tag }: { name: string; tag?: string | undefined }) {
  return (
    <span className="inline-flex items-center gap-2.5">
      <Logo className={`h-6 shrink-0 ${tag ? "text-admin" : "text-accent"}`} />
      <span className="text-[15px] font-semibold whitespace-nowrap">{name}</span>
      {tag && (
        <span className="rounded-md bg-admin-soft px-1.5 py-0.5 text-[11px] font-medium text-admin">
          {tag}
        </span>
      )}
    </span>
  );
}
