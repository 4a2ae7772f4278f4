/**
 * What a submit_sm response means for its message.
 * - accepted.
 * - recipient, text: refused, and another provider would refuse it too.
 * - provider: refused by this provider.
 * - not_taken: not accepted at the moment (throttled, queue full, not bound).
 * - unknown: it may have been sent.
 */
export type CommandStatusFate = "accepted" | "recipient" | "text" | "provider" | "not_taken" | "unknown";

/** The meanings that a configuration may give to a status. */
export const FATES: Exclude<CommandStatusFate, "accepted">[] = [
  "recipient",
  "text",
  "provider",
  "not_taken",
  "unknown",
];

/**
 * SMPP 3.4, 5.1.3. Statuses not listed are unknown: 0x08 (system error), 0xFE, 0xFF and vendor-specific ones from 0x400
 * on may be returned after the message was accepted.
 */
const BY_STATUS: Record<number, CommandStatusFate> = {
  0: "accepted",
  1: "provider", // ESME_RINVMSGLEN
  4: "not_taken", // ESME_RINVBNDSTS: not bound for this
  10: "provider", // ESME_RINVSRCADR
  11: "recipient", // ESME_RINVDSTADR
  12: "provider", // ESME_RINVMSGID
  20: "not_taken", // ESME_RMSGQFUL
  21: "provider", // ESME_RINVSERTYP
  67: "provider", // ESME_RINVESMCLASS
  69: "not_taken", // ESME_RSUBMITFAIL: also the answer to more submits than the window allows
  72: "provider", // ESME_RINVSRCTON
  73: "provider", // ESME_RINVSRCNPI
  80: "provider", // ESME_RINVDSTTON
  81: "provider", // ESME_RINVDSTNPI
  88: "not_taken", // ESME_RTHROTTLED
  97: "provider", // ESME_RINVSCHED
  98: "provider", // ESME_RINVEXPIRY
  100: "not_taken", // ESME_RX_T_APPN
  102: "provider", // ESME_RX_R_APPN
  // Vendor-specific statuses known to be refusals.
  256: "provider",
  257: "provider",
  258: "provider",
  259: "provider",
  260: "provider",
};

export const INVALID_EXPIRY = 0x62;
export const NOT_BOUND = 0x04;

/** @param own the configuration's table: hexadecimal command statuses, which override the defaults. */
export function fateTable(own: Record<string, CommandStatusFate>): (status: number) => CommandStatusFate {
  const table = new Map(Object.entries(BY_STATUS).map(([status, fate]) => [Number(status), fate]));
  for (const [status, fate] of Object.entries(own)) {
    if (Number(status) !== 0) table.set(Number(status), fate);
  }
  return (status) => table.get(status) ?? "unknown";
}
