/** Why a provider takes no messages at present. */
export const downReasons = ["not_bound", "bind_refused", "not_connected", "breaker_open"] as const;
export type DownReason = (typeof downReasons)[number];

/** Whether a provider takes messages at present. Known to each process for itself, and never stored. */
export type ProviderState =
  | { kind: "ready" }
  | {
      kind: "down";
      reason: DownReason;
      since: Date;
      /** In the provider's words, safe to show to an operator. */
      detail?: string;
    };

export const ready: ProviderState = { kind: "ready" };
