"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useAction } from "#components/form/use-action.ts";
import { useRights } from "#components/shell/rights.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { LOGO_BYTES } from "#core/gateway/logo-size.ts";

/** Shows the current logo on both themes' backgrounds and uploads another, which is saved at once. */
export function LogoField({
  logo,
  onLogo,
}: {
  logo: string | null;
  onLogo: (form: FormData) => Promise<Outcome>;
}) {
  const t = useTranslations("settings.brand");
  const router = useRouter();
  const { change } = useRights();
  const input = useRef<HTMLInputElement>(null);
  const { busy, refused, run } = useAction();
  const send = (file: File | null) => {
    const form = new FormData();
    if (file) form.set("file", file);
    // A file that is too large is refused without being uploaded.
    const isLarge = file !== null && file.size > LOGO_BYTES;
    const outcome: Promise<Outcome> = isLarge
      ? Promise.resolve({ ok: false, code: "invalid_input", fields: { file: ["logo_size"] } })
      : onLogo(form);
    void run(outcome, () => {
      toast.success(t(file ? "logoSaved" : "logoRemoved"));
      router.refresh();
    });
    if (input.current) input.current.value = "";
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor="logo" className="text-[13px] font-medium">
        {t("logo")}
      </label>
      <div className="flex flex-wrap items-center gap-3">
        {logo === null ? (
          <span className="text-[13px] text-muted">{t("ownMark")}</span>
        ) : (
          <span className="flex overflow-hidden rounded-lg border border-border">
            {["bg-white", "bg-neutral-900"].map((ground) => (
              <span key={ground} className={`grid h-12 place-items-center px-3 ${ground}`}>
                {/* biome-ignore lint/performance/noImgElement: it is small, and comes as the operator made it */}
                <img
                  src={`/logo?v=${logo}`}
                  alt={t("present")}
                  className="h-7 w-auto max-w-32 object-contain"
                />
              </span>
            ))}
          </span>
        )}
        <input
          ref={input}
          id="logo"
          type="file"
          accept="image/png,image/svg+xml"
          className="sr-only"
          tabIndex={-1}
          aria-describedby="logo-hint"
          onChange={(event) => event.target.files?.[0] && send(event.target.files[0])}
        />
        {change && (
          <Button
            type="button"
            size="sm"
            variant="outline"
            isPending={busy}
            onPress={() => input.current?.click()}
          >
            {t("choose")}
          </Button>
        )}
        {change && logo !== null && (
          <Button type="button" size="sm" variant="tertiary" isDisabled={busy} onPress={() => send(null)}>
            {t("remove")}
          </Button>
        )}
      </div>
      <p
        id="logo-hint"
        role={refused ? "alert" : undefined}
        className={`text-[13px] ${refused ? "text-danger" : "text-muted"}`}
      >
        {refused?.text ?? t("logoHint")}
      </p>
    </div>
  );
}
