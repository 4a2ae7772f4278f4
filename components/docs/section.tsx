import { Link2 } from "lucide-react";
import type { ReactNode } from "react";

/** A section of the reference, listed in the table of contents. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-20 md:scroll-mt-8">
      <h2 id={`${id}-title`} className="mb-3 text-base font-semibold">
        {/* The address of this section, to be copied. */}
        <a href={`#${id}`} className="group inline-flex items-center gap-1.5">
          {title}
          <Link2
            className="size-4 text-muted opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
            aria-hidden="true"
          />
        </a>
      </h2>
      <div className="flex flex-col gap-4">{children}</div>
    </section>
  );
}

/** Method and path, always left to right. */
export function Endpoint({ method, path }: { method: string; path: string }) {
  return (
    <p dir="ltr" className="flex flex-wrap items-baseline gap-2 font-mono text-[13px] rtl:justify-end">
      <span className="rounded bg-accent-soft px-1.5 py-0.5 font-semibold text-accent-soft-foreground">
        {method}
      </span>
      <span className="break-all">{path}</span>
    </p>
  );
}
