import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Messages, Namespace } from "./messages.ts";

/** Gives client components the words of these namespaces, beside the common ones, and no others: words are weight. */
export async function Words({ of, children }: { of: Namespace[]; children: ReactNode }) {
  const all = (await getMessages()) as unknown as Messages;
  const picked = Object.fromEntries(
    (["common", "problems", ...of] as Namespace[]).map((namespace) => [namespace, all[namespace]]),
  );
  return <NextIntlClientProvider messages={picked}>{children}</NextIntlClientProvider>;
}
