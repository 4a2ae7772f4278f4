import { useLocale } from "next-intl";
import { type AccountName, nameIn } from "#core/customer/account-name.ts";
import type { Locale } from "#i18n/locale.ts";

/** Writes accounts' names in the reader's language. */
export function useAccountNames(): (name: AccountName) => string {
  const locale = useLocale() as Locale;
  return (name) => nameIn(name, locale);
}

/** An account's name in the reader's language. */
export function AccountNameText({ of, className }: { of: AccountName; className?: string }) {
  return <bdi className={className}>{useAccountNames()(of)}</bdi>;
}
