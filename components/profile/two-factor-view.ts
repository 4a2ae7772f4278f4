import type { Outcome } from "#components/ui/outcome.ts";

export interface TwoFactorView {
  /** ISO; null if it is off. */
  since: string | null;
  recoveryCodesLeft: number;
}

export interface Enrolment {
  secret: string;
  uri: string;
  qr: { size: number; path: string };
  pending: string;
}

export interface TwoFactorActions {
  onBegin: (password: string) => Promise<Outcome<Enrolment>>;
  onConfirm: (pending: string, code: string) => Promise<Outcome<string[]>>;
  onRenew: (password: string, code: string) => Promise<Outcome<string[]>>;
  onDisable: (password: string, code: string) => Promise<Outcome>;
}

export type TwoFactorDialog =
  | { kind: "begin" }
  | { kind: "scan"; enrolment: Enrolment }
  | { kind: "renew" }
  | { kind: "disable" }
  /** `turnedOn`: they are its first ones. */
  | { kind: "codes"; codes: string[]; turnedOn?: boolean };
