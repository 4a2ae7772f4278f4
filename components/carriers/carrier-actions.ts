import type { Outcome } from "#components/ui/outcome.ts";
import type { TestReport, TestResult } from "#core/gateway/provider-test.ts";
import type { Basis } from "#core/input/edited.ts";

export interface CarrierActions {
  onMove: (input: { name: string; position: number; basis?: Basis }) => Promise<Outcome>;
  onSwitch: (input: { name: string; enabled: boolean; basis?: Basis }) => Promise<Outcome>;
  onDemand: (input: { name: string; demandsApproval: boolean }) => Promise<Outcome>;
  onRemove: (input: { name: string }) => Promise<Outcome>;
  onTest: (input: { name: string; number: string; text: string }) => Promise<Outcome<TestResult>>;
  onReport: (id: number) => Promise<Outcome<TestReport | null>>;
}
