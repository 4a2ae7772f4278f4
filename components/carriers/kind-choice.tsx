import Link from "next/link";
import { useTranslations } from "next-intl";
import type { providerKind } from "#core/gateway/provider.ts";

/** The kinds of carriers, and those for whose interface only the blanks have to be filled in. */
export function KindChoice({ presets }: { presets: { id: string; name: string }[] }) {
  const t = useTranslations("carriers");
  return (
    <div className="flex max-w-[860px] flex-col gap-8">
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {(
          [
            "smpp",
            "syriatel",
            "mtn_syria",
            "http",
            "sandbox",
          ] as const satisfies (typeof providerKind.options)[number][]
        ).map((kind) => (
          <Kind
            key={kind}
            href={`/admin/carriers/new?kind=${kind}`}
            name={t(`kinds.${kind}.name`)}
            help={t(`kinds.${kind}.help`)}
          />
        ))}
      </ul>
      <section aria-labelledby="presets">
        <h2 id="presets" className="text-sm font-semibold">
          {t("presets")}
        </h2>
        <p className="mt-1 mb-3 max-w-[70ch] text-muted">{t("presetsHelp")}</p>
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          {presets.map(({ id, name }) => (
            <Kind key={id} href={`/admin/carriers/new?preset=${id}`} name={name} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Kind({ href, name, help }: { href: string; name: string; help?: string }) {
  return (
    <li>
      <Link
        href={href}
        className="block h-full rounded-lg border border-border bg-surface px-4 py-3 hover:border-accent focus-visible:outline-2 focus-visible:outline-accent"
      >
        <bdi className="font-medium">{name}</bdi>
        {help && <span className="mt-0.5 block text-[13px] text-muted">{help}</span>}
      </Link>
    </li>
  );
}
