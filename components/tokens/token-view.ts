import type { Outcome } from "#components/ui/outcome.ts";
import type { TokenScope } from "#core/customer/token-scope.ts";
import type { TokenState } from "#core/customer/token-state.ts";

/** A token as the list shows it: times in ISO. */
export interface TokenView {
  id: number;
  name: string;
  hint: string;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  state: TokenState;
  scope: TokenScope;
  /** The names of the templates to which it is kept; none if it is kept to none. */
  templates: string[];
  /** Messages sent. */
  /** The links to the messages counted in each. */
  usageHrefs: Record<"today" | "week" | "month", string>;
  usage: { today: number; week: number; month: number };
}

/** A template that can be chosen for a token. */
export interface TemplateChoice {
  id: number;
  name: string;
}

export type Lifetime = "never" | "30" | "90" | "365";
export type Grace = "none" | "1h" | "24h";

/** The permitted actions. The operator may revoke a token, but never sees one. */
export interface TokenActions {
  onCreate?: (
    name: string,
    lifetime: Lifetime,
    scope: TokenScope,
    key: string,
  ) => Promise<Outcome<{ token: string }>>;
  onScope?: (id: number, scope: TokenScope) => Promise<Outcome>;
  onReveal?: (id: number, password: string) => Promise<Outcome<{ token: string }>>;
  onRotate?: (
    id: number,
    grace: Grace,
    lifetime: Lifetime,
    key: string,
  ) => Promise<Outcome<{ token: string }>>;
  onRevoke: (id: number) => Promise<Outcome>;
}

/** What is open above the list. */
export type TokenDialog =
  | { kind: "create" }
  | { kind: "reveal" | "rotate" | "revoke" | "scope"; token: TokenView }
  | { kind: "shown"; name: string; value: string; why: "created" | "revealed" | "rotated" };

export interface OneTokenProps {
  token: TokenView;
  onDone: (token: string) => void;
  onClose: () => void;
}
