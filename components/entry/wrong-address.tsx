"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Ltr } from "#components/ui/ltr.tsx";

/**
 * Says so where the page is open under another address than the one that the gateway takes for its own: a browser keeps
 * no secure cookie over plain HTTP, and the server refuses changes that come from another host. Only the browser
 * knows both. `expected` is the origin as the server sees it.
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

/** HTTPS where the server sees HTTP is no fault: a proxy that says nothing of it ends the encryption. */
function isWrong(here: Location, expected: string): boolean {
  const url = URL.parse(expected);
  if (!url) return false;
  // As the server compares: a port that is the scheme's own may stand there or not.
  const host = URL.parse(`${here.protocol}//${/^https?:\/\/(.*)$/.exec(expected)?.[1]}`)?.host;
  return host !== here.host || (url.protocol === "https:" && here.protocol === "http:");
}
