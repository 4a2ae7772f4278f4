import type { ChooserOption } from "#components/form/chooser.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import type { RenewalChoice, SubscriptionState } from "#core/customer/subscription.ts";
import type { Basis } from "#core/input/edited.ts";

export interface SubscriptionView {
  id: number;
  accountId: number;
  accountName: AccountName;
  plan: string;
  unit: "message" | "segment";
  quota: number;
  used: number;
  remaining: number;
  state: SubscriptionState;
  /** ISO. */
  startsAt: string;
  endsAt: string;
  cancelledAt: string | null;
  renewal: RenewalChoice;
  /** Why a renewal is due; only in that list. */
  reasons?: ("ends" | "used")[];
}

export interface PlanChoice {
  id: number;
  name: string;
  quota: number;
  /** Its length: one of the two is null. */
  days: number | null;
  months: number | null;
}

export interface SubscriptionActions {
  onGrant: (input: Record<string, string>) => Promise<Outcome>;
  onTopUp: (input: Record<string, string | Basis>) => Promise<Outcome>;
  onExtend: (input: Record<string, string | Basis>) => Promise<Outcome>;
  onRenewal: (input: Record<string, string | Basis>) => Promise<Outcome>;
  onCancel: (input: Record<string, string | Basis>) => Promise<Outcome>;
  findAccounts: (text: string) => Promise<ChooserOption[]>;
}

export type SubscriptionDialog =
  | { kind: "grant"; accountId?: number }
  | {
      kind: "topUp" | "extend" | "renewal" | "cancel";
      subscription: Pick<SubscriptionView, "id" | "plan" | "quota" | "endsAt" | "renewal">;
    };
