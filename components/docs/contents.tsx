"use client";

import { useEffect, useState } from "react";

/** The table of contents: beside the text if there is room, or above it and collapsed. */
export function Contents({ title, entries }: { title: string; entries: { id: string; text: string }[] }) {
  const [current, setCurrent] = useState(entries[0]?.id);
  useEffect(() => {
    const inSight = new Set<string>();
    const observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          if (isIntersecting) inSight.add(target.id);
          else inSight.delete(target.id);
        }
        const first = entries.find(({ id }) => inSight.has(id));
        if (first) setCurrent(first.id);
      },
      { rootMargin: "-10% 0px -60% 0px" },
    );
    for (const { id } of entries) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [entries]);

  const list = (
    <ul className="flex flex-col border-s border-separator text-[13px]">
      {entries.map(({ id, text }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            aria-current={id === current ? "location" : undefined}
            className={`-ms-px block border-s py-1 ps-3 ${
              id === current
                ? "border-accent font-medium text-foreground"
                : "border-transparent text-muted hover:text-foreground"
            }`}
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <nav aria-label={title} className="sticky top-8 hidden w-48 shrink-0 self-start lg:block">
        <p className="mb-2 text-[13px] font-semibold">{title}</p>
        {list}
      </nav>
      <details className="rounded-lg border border-border bg-surface px-4 py-2.5 lg:hidden">
        <summary className="cursor-pointer text-[13px] font-semibold">{title}</summary>
        <div className="mt-3">{list}</div>
      </details>
    </>
  );
}
