import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { isWhyTurnedAway, TURNED_AWAY_PARAM } from "#core/access/asked-page.ts";
import { useTakenParams } from "./use-taken-params.ts";

/** Says why another page is shown than the one that was asked for. */
export function useTurnedAway(): void {
  const t = useTranslations("common.turnedAway");
  useTakenParams([TURNED_AWAY_PARAM], (why) => isWhyTurnedAway(why) && toast.warning(t(why)));
}
