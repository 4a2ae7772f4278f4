import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { LEDGER_COLUMNS, LEDGER_SIGNS, type LedgerColumn, type LedgerSums } from "#core/customer/ledger.ts";

/** The columns to show: `carried` only where something was. */
export function shownColumns(sums: LedgerSums, days: LedgerSums[]): LedgerColumn[] {
  return LEDGER_COLUMNS.filter(
    (column) => column !== "carried" || sums.carried !== 0 || days.some(({ carried }) => carried !== 0),
  );
}

/**
 * The ledger as one sum, for everybody to check: opening balance, each column with its sign, closing balance. It runs in
 * the page's direction, so a sign stands outside of its number.
 */
export function LedgerBalance({
  opening,
  sums,
  closing,
  hrefOf,
}: {
  opening: number;
  sums: LedgerSums;
  closing: number;
  /** The link to what a column sums. */
  hrefOf: (column: LedgerColumn) => string;
}) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const terms = shownColumns(sums, []).map((column) => {
    const effect = LEDGER_SIGNS[column] * sums[column];
    const sign = effect === 0 ? LEDGER_SIGNS[column] : Math.sign(effect);
    return { column, sign: sign < 0 ? "−" : "+", amount: Math.abs(sums[column]) };
  });
  const cell = "flex flex-col gap-0.5 px-4 py-3";
  return (
    <dl className="tabular flex flex-wrap">
      <div className={cell}>
        <dt className="text-[13px] text-muted">{t("opening")}</dt>
        <dd className="text-base font-semibold">{format.number(opening)}</dd>
      </div>
      {terms.map(({ column, sign, amount }) => (
        <div key={column} className={cell}>
          <dt className="text-[13px] text-muted">{t(`columns.${column}`)}</dt>
          <dd className={`text-base ${amount === 0 ? "text-muted" : "font-medium"}`}>
            <LedgerFigure amount={amount} href={hrefOf(column)} sign={sign} />
          </dd>
        </div>
      ))}
      <div className={cell}>
        <dt className="text-[13px] text-muted">{t("closing")}</dt>
        <dd className="text-base font-semibold">
          = <bdi>{format.number(closing)}</bdi>
        </dd>
      </div>
    </dl>
  );
}

/** An amount that leads to the messages or the changes that it sums. */
export function LedgerFigure({ amount, href, sign }: { amount: number; href: string; sign?: string }) {
  const format = useFormatter();
  const text = (
    <>
      {sign && `${sign} `}
      <bdi>{format.number(amount)}</bdi>
    </>
  );
  if (amount === 0) return text;
  return (
    <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
      {text}
    </Link>
  );
}
