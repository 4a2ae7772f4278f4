import type { Delivery, Provider } from "../provider.ts";
import { ucs2Hex } from "../ucs2-hex.ts";
import { fateTable } from "./answer-texts.ts";
import { type Meaning, queryCarrier } from "./carrier.ts";
import type { MtnSyriaConfig } from "./config.ts";

/** No answer of this interface is documented. An integrator takes these words for a refusal. */
const REFUSING = /\b(error|fail|invalid|denied|unauthorized|wrong)/i;
/** Such a word beside one of these says less: "sent, 0 errors", "internal error". It may have been sent. */
const DOUBTFUL = /\b(no|not|0|without|internal|server|time|unknown|ok|done|success|sent|accept|queue)/i;

/** MTN Syria's interface for single messages (ConcatenatedSender). It gives no id and no delivery report. */
export function mtnSyriaProvider(config: MtnSyriaConfig): Provider {
  const fateOf = fateTable(config, { success: [], failure: {} });
  return queryCarrier(config, queryOf(config), (text): Meaning => {
    const fate = fateOf(text);
    if (fate) return { fate };
    if (text.trim() === "") return config.empty === "accepted" ? { fate: "accepted" } : undefined;
    return REFUSING.test(text) && !DOUBTFUL.test(text) ? { fate: "provider" } : undefined;
  });
}

const queryOf =
  ({ fields, user, password, sender, lang }: MtnSyriaConfig) =>
  (delivery: Delivery) => {
    const { value, text } = lang[delivery.language === 0 ? "arabic" : "english"];
    return {
      page: "",
      parameters: [
        [fields.user, user],
        [fields.password, password],
        [fields.sender, delivery.sender ?? sender],
        [fields.number, delivery.number],
        [fields.text, text === "hexadecimal" ? ucs2Hex(delivery.text) : delivery.text],
        [fields.language, value],
      ] as [string, string][],
    };
  };
