import Link from "next/link";
import { useTranslations } from "next-intl";
import type { SandboxNotice } from "#core/gateway/sandbox.ts";
import type { Side } from "./navigation.ts";

const texts = {
  only: "sandbox",
  takesAll: "sandboxTakesAll",
  takesOver: "sandboxTakesOver",
} as const satisfies Record<SandboxNotice, string>;

/** Warns on every page that messages that count as sent reach no phone. */
export function SandboxBanner({ notice, side }: { notice: SandboxNotice; side: Side }) {
  const t = useTranslations("common.shell");
  const link =
    side === "developer"
      ? { href: "/inbox", text: t("sandboxLink") }
      : notice === "only"
        ? { href: "/admin/going-live", text: t("sandboxGoLive") }
        : { href: "/admin/settings#sandbox", text: t("sandboxSetting") };
  return (
    <p
      role="note"
      data-notice={notice}
      className="border-b border-separator bg-surface-secondary px-4 py-2 text-[13px] text-muted md:px-8"
    >
      <span className="me-2 inline-block size-1.5 rounded-full bg-unknown align-middle" aria-hidden="true" />
      {t(texts[notice])}{" "}
      {link && (
        <Link href={link.href} className="font-medium text-link underline underline-offset-4">
          {link.text}
        </Link>
      )}
    </p>
  );
}
