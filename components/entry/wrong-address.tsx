"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Ltr } from "#components/ui/ltr.tsx";

/**
 * Warns when the page is open at an address other than the gateway's own: a browser keeps no secure cookie over plain
 * HTTP, and the server refuses changes from another host. Only the browser knows both addresses. `expected` is the
 * origin as the server sees it.
 */
export function WrongAddress({ expected }: { expected: string }) {
  const t = useTranslations("entry");
  const [here, setHere] = useState<Location>();
  useEffect(() => setHere(window.location), []);
  if (!here || !isWrong(here, expected)) return null;
  const address = `${expected}${here.pathname}${here.search}`;
  return (
    <p role="alert" className="mb-4 rounded-lg bg-warning-soft px-3 py-2 text-[13px] text-foreground">
      {t.rich("wrongAddress", {
        here: () => <Ltr>{here.origin}</Ltr>,
        expected: () => (
          <a href={address} className="font-medium underline underline-offset-4">
            <Ltr>{expected}</Ltr>
          </a>
        ),
      })}
    </p>
  );
}

/** HTTPS in the browser and HTTP at the server is normal: a proxy that does not say so terminates TLS. */
function isWrong(here: Location, expected: string): boolean {
  const url = URL.parse(expected);
  if (!url) return false;
  // Compares as the server does: the scheme's default port may be present or absent.
  const host = URL.parse(`${here.protocol}//${/^https?:\/\/(.*)$/.exec(expected)?.[1]}`)?.host;
  return host !== here.host || (url.protocol === "https:" && here.protocol === "http:");
}
