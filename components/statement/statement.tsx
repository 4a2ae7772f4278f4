import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Logo } from "#components/shell/logo.tsx";
import { LEDGER_COLUMNS, LEDGER_SIGNS, type Ledger } from "#core/customer/ledger.ts";
import { subscriptionState } from "#core/customer/subscription.ts";
import { addressOf } from "#core/gateway/contact-line.ts";
import { directionOf, formatLocale, type Locale } from "#i18n/locale.ts";

interface StatementSubscription {
  id: number;
  plan: string;
  unit: "message" | "segment";
  status: "active" | "cancelled";
  quota: number;
  used: number;
  startsAt: Date;
  endsAt: Date;
  cancelledAt: Date | null;
}

interface StatementProps {
  locale: Locale;
  operator: { name: string; contact: string | null; link: string | null };
  account: { id: number; name: string };
  ledger: Ledger & {
    from: string;
    to: string;
    subscriptionId: number | null;
    subscriptions: StatementSubscription[];
    isOpen: boolean;
    at: Date;
    zone: string;
  };
}

const cell = "px-2 py-1.5 text-number";
const head = "px-2 py-1.5 text-number font-medium align-bottom";

/** A ledger on paper, in black on white whatever the theme is. */
export async function Statement({ locale, operator, account, ledger }: StatementProps) {
  const t = await getTranslations({ locale, namespace: "statement" });
  const words = await getTranslations({ locale, namespace: "subscription" });
  const amount = new Intl.NumberFormat(formatLocale(locale));
  const number = (n: number) => amount.format(n);
  const writer = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formatLocale(locale), { timeZone: ledger.zone, ...options });
  const dayFormat = writer({ dateStyle: "medium" });
  const calendar = writer({ dateStyle: "medium", timeZone: "UTC" });
  const day = (text: string) => calendar.format(new Date(`${text}T00:00:00Z`));
  const stateAt = (of: StatementSubscription) => subscriptionState(of, ledger.at);
  const stateOf = (of: StatementSubscription) =>
    of.cancelledAt === null
      ? words(`states.${stateAt(of)}`)
      : words("cancelledOn", { day: dayFormat.format(of.cancelledAt) });
  const { opening, closing, sums, days } = ledger;
  const columns = LEDGER_COLUMNS.filter(
    (column) => column !== "carried" || days.some(({ carried }) => carried !== 0),
  );
  const facts: [string, string][] = [
    [t("account"), `${account.name} (#${account.id})`],
    [t("period"), words("period", { from: day(ledger.from), to: day(ledger.to) })],
    [t("subscriptions"), ledger.subscriptionId === null ? t("all") : `#${ledger.subscriptionId}`],
    [t("issued"), writer({ dateStyle: "medium", timeStyle: "short" }).format(ledger.at)],
    [t("zone"), ledger.zone],
  ];
  const edge = (name: "opening" | "closing", balance: number) => (
    <tr className="border-y border-border font-semibold">
      <th scope="row" className="px-2 py-1.5 text-start" colSpan={columns.length + 1}>
        {words(`edges.${name}`, { day: day(name === "opening" ? ledger.from : ledger.to) })}
      </th>
      <td className={cell}>{number(balance)}</td>
    </tr>
  );
  return (
    <article
      lang={locale}
      dir={directionOf(locale)}
      data-paper
      className="light mx-auto max-w-[820px] bg-white p-6 text-[13px] text-[oklch(24%_0.018_190)] shadow-[0_0_0_1px_var(--border)] sm:p-10 print:max-w-none print:p-0 print:text-[9.5pt] print:shadow-none"
    >
      <header className="flex flex-wrap items-start justify-between gap-6 border-b border-border pb-5">
        <div className="flex items-center gap-3">
          <Logo className="h-10 shrink-0 text-accent" />
          <div>
            <p className="text-base font-semibold">
              <bdi>{operator.name}</bdi>
            </p>
            {operator.contact && (
              <p className="text-muted">
                <bdi>{operator.contact}</bdi>
              </p>
            )}
            {operator.link && (
              <p className="text-muted">
                <bdi dir="ltr">{addressOf(operator.link)}</bdi>
              </p>
            )}
          </div>
        </div>
        <h1 className="text-xl font-semibold">{t("title")}</h1>
      </header>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 py-5 sm:grid-cols-3 print:grid-cols-3">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-muted">{name}</dt>
            <dd className="font-medium">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <section className="keep-together">
        <h2 className="pb-2 text-sm font-semibold">{t("summary")}</h2>
        <dl className="tabular flex flex-wrap rounded-lg border border-border">
          <div className="px-3 py-2">
            <dt className="text-muted">{words("opening")}</dt>
            <dd className="font-semibold">{number(opening)}</dd>
          </div>
          {columns.map((column) => {
            const effect = LEDGER_SIGNS[column] * sums[column];
            return (
              <div key={column} className="px-3 py-2">
                <dt className="text-muted">{words(`columns.${column}`)}</dt>
                <dd className="font-medium">
                  {(effect === 0 ? LEDGER_SIGNS[column] : effect) < 0 ? "−" : "+"}{" "}
                  <bdi>{number(Math.abs(effect))}</bdi>
                </dd>
              </div>
            );
          })}
          <div className="px-3 py-2">
            <dt className="text-muted">{words("closing")}</dt>
            <dd className="font-semibold">
              = <bdi>{number(closing)}</bdi>
            </dd>
          </div>
        </dl>
      </section>
      <h2 className="pt-6 pb-2 text-sm font-semibold">{t("movements")}</h2>
      <Wide label={t("movements")}>
        <table className="w-full min-w-xl border-collapse print:min-w-0">
          <thead className="text-muted">
            <tr className="border-b border-border">
              <th scope="col" className="px-2 py-1.5 text-start font-medium">
                {words("day")}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className={head}>
                  {words(`columns.${column}`)}
                </th>
              ))}
              <th scope="col" className={head}>
                {words("columns.balance")}
              </th>
            </tr>
          </thead>
          <tbody>
            {edge("opening", opening)}
            {days.map((each) => (
              <tr key={each.day} className="border-b border-separator">
                <th scope="row" className="px-2 py-1.5 text-start font-normal whitespace-nowrap">
                  {day(each.day)}
                </th>
                {columns.map((column) => (
                  <td key={column} className={cell}>
                    <bdi dir="ltr">{each[column] === 0 ? "–" : number(each[column])}</bdi>
                  </td>
                ))}
                <td className={cell}>{number(each.balance)}</td>
              </tr>
            ))}
            <tr className="font-medium">
              <th scope="row" className="px-2 py-1.5 text-start">
                {words("sum")}
              </th>
              {columns.map((column) => (
                <td key={column} className={cell}>
                  <bdi dir="ltr">{number(sums[column])}</bdi>
                </td>
              ))}
              <td />
            </tr>
            {edge("closing", closing)}
          </tbody>
        </table>
      </Wide>
      {ledger.subscriptions.length > 0 && (
        <section>
          <h2 className="pt-6 pb-2 text-sm font-semibold">{t("subscriptionsOf")}</h2>
          <Wide label={t("subscriptionsOf")}>
            <table className="w-full min-w-xl border-collapse print:min-w-0">
              <thead className="text-muted">
                <tr className="border-b border-border">
                  {(["subscription", "term", "status"] as const).map((name) => (
                    <th key={name} scope="col" className="px-2 py-1.5 text-start font-medium">
                      {t(name)}
                    </th>
                  ))}
                  {(["quota", "usedNow", "left"] as const).map((name) => (
                    <th key={name} scope="col" className={head}>
                      {t(name)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ledger.subscriptions.map((each) => (
                  <tr key={each.id} className="border-b border-separator">
                    <td className="px-2 py-1.5">
                      <bdi>{each.plan}</bdi> <bdi dir="ltr">#{each.id}</bdi>
                    </td>
                    <td className="px-2 py-1.5">
                      {words("period", {
                        from: dayFormat.format(each.startsAt),
                        to: dayFormat.format(each.endsAt),
                      })}
                    </td>
                    <td className="px-2 py-1.5">{stateOf(each)}</td>
                    <td className={cell}>{number(each.quota)}</td>
                    <td className={cell}>{number(each.used)}</td>
                    <td className={cell}>
                      {number(stateAt(each) === "active" ? each.quota - each.used : 0)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
        </section>
      )}
      <p className="pt-5 text-muted">{t(ledger.isOpen ? "footOpen" : "foot")}</p>
    </article>
  );
}

/** A table that scrolls by itself on a phone, and is whole on paper. */
function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
      tabIndex={0}
      aria-label={label}
      className="overflow-x-auto print:overflow-visible"
    >
      {children}
    </section>
  );
}
