import type { ChooserOption } from "#components/form/chooser.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import type { LeftOutReason } from "#core/routing/left-out.ts";

export interface RouteView {
  prefix: string;
  accountId: number | null;
  accountName: AccountName | null;
  providers: string[];
}

export interface OperatorView {
  name: string;
  arabicName: string | null;
  prefixes: string[];
}

export interface SenderView {
  provider: string;
  accountId: number | null;
  accountName: AccountName | null;
  sender: string;
  state: "requested" | "registered";
}

export interface ExplanationView {
  number: string;
  route: { prefix: string; own: boolean } | null;
  /** No route applies to every account, so the order of the carriers decides. */
  byOrder: boolean;
  fate: "deliver" | "unavailable" | "unroutable";
  candidates: { provider: string; sender: string | null; templateCode: string | null }[];
  leftOut: { provider: string; reason: LeftOutReason }[];
}

type Action<T = unknown> = (input: Record<string, unknown>) => Promise<Outcome<T>>;

export interface RoutingActions {
  findAccounts: (text: string) => Promise<ChooserOption[]>;
  findTemplates: (accountId: number, text: string) => Promise<ChooserOption[]>;
  onExplain: Action<ExplanationView>;
  onSetRoute: Action;
  onRemoveRoute: Action;
  onSetOperator: Action;
  onRemoveOperator: Action;
  onSetSender: Action;
  onRemoveSender: Action;
}

export type RoutingDialog =
  | { kind: "route"; route?: RouteView }
  | { kind: "removeRoute"; route: RouteView }
  | { kind: "operator"; operator?: OperatorView }
  | { kind: "removeOperator"; operator: OperatorView }
  | { kind: "sender"; sender?: SenderView }
  | { kind: "removeSender"; sender: SenderView };
