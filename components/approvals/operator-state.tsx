import { useTranslations } from "next-intl";
import { Status } from "#components/ui/status.tsx";
import type { ApprovalState } from "#core/routing/routing-choices.ts";

const looks = {
  not_submitted: "draft",
  submitted: "waiting",
  accepted: "approved",
  refused: "rejected",
} as const satisfies Record<ApprovalState, string>;

/** What an operator says of a text. */
export function OperatorState({ state }: { state: ApprovalState }) {
  const t = useTranslations("operatorApprovals");
  return <Status of={looks[state]} label={t(`states.${state}`)} />;
}
