/** What an operator should look at. */
export const alarmKinds = ["down", "bind_refused", "unrecognised", "no_reports", "share_low"] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export interface CarrierAlarm {
  kind: AlarmKind;
  provider: string;
  /** ISO, where it is known. */
  since: string | null;
  /** In the provider's words, or the shares in percent. */
  detail: string | null;
}

interface Reported {
  accepted: number;
  delivered: number;
  undelivered: number;
}

export interface JudgedCarrier {
  name: string;
  /** Whether sends are meant to go there. */
  asked: boolean;
  /** What each process says. */
  said: { ready: boolean; reason: string | null; detail: string | null; since: string }[];
  /** ISO; of the last hour. */
  unrecognisedAt: string | null;
  /** Whether its configuration promises delivery reports. */
  reports: boolean;
  /** The last hour's messages whose reports should be there. */
  due: Reported;
  /** Those of the day before. */
  usual: Reported | null;
}

/** Fewer messages than these say nothing about a share. */
const LEAST_DUE = 20;
const LEAST_USUAL = 50;
/** Below this part of the usual share something has happened. */
const LOW = 0.7;
/** Providers of whose messages less was reported are not expected to report. */
const LEAST_REPORTED = 0.3;

const shareOf = (part: number, { accepted }: Reported) => (accepted === 0 ? 0 : part / accepted);
const percent = (share: number) => Math.round(share * 100);

/** The alarms of one provider, the gravest first. One that is switched off raises none. */
export function alarmsOf(carrier: JudgedCarrier): CarrierAlarm[] {
  const { name, asked, said, unrecognisedAt } = carrier;
  if (!asked) return [];
  const alarm = (kind: AlarmKind, since: string | null, detail: string | null = null): CarrierAlarm => ({
    kind,
    provider: name,
    since,
    detail,
  });
  const found: CarrierAlarm[] = [];
  const down = said.filter(({ ready }) => !ready);
  const refused = down.find(({ reason }) => reason === "bind_refused");
  const earliest = (of: typeof down) => of.map(({ since }) => since).toSorted()[0] ?? null;
  if (refused) found.push(alarm("bind_refused", earliest(down), refused.detail));
  else if (said.length > 0 && down.length === said.length) {
    found.push(alarm("down", earliest(down), down[0]!.detail));
  }
  if (unrecognisedAt) found.push(alarm("unrecognised", unrecognisedAt));
  const reporting = reportingAlarm(carrier);
  if (reporting) found.push(alarm(reporting.kind, null, reporting.detail));
  return found;
}

function reportingAlarm({
  reports,
  due,
  usual,
}: JudgedCarrier): Pick<CarrierAlarm, "kind" | "detail"> | null {
  if (!reports || due.accepted < LEAST_DUE || !usual || usual.accepted < LEAST_USUAL) return null;
  const reported = ({ delivered, undelivered }: Reported) => delivered + undelivered;
  if (reported(due) === 0 && shareOf(reported(usual), usual) >= LEAST_REPORTED) {
    return { kind: "no_reports", detail: null };
  }
  const [now, before] = [shareOf(due.delivered, due), shareOf(usual.delivered, usual)];
  return now < LOW * before
    ? { kind: "share_low", detail: `${percent(now)} % / ${percent(before)} %` }
    : null;
}
