import { isGsm } from "#core/template/segments.ts";
import type { Delivery, Provider } from "../provider.ts";
import { ucs2Hex } from "../ucs2-hex.ts";
import { fateTable, type KnownTexts } from "./answer-texts.ts";
import { type Meaning, queryCarrier } from "./carrier.ts";
import type { MtnSyriaConfig } from "./config.ts";

/**
 * No answer of this interface is documented. Integrators take everything for success that has no word of a refusal in
 * it, and most often nothing at all is said. These texts, alone, can hardly mean anything else.
 */
const KNOWN: KnownTexts = {
  success: [
    "OK",
    "Success",
    "Successful",
    "Sent",
    "Sent Successfully",
    "Message Sent",
    "Done",
    "Done Successfully",
  ],
  failure: {},
};
/** The words that integrators take for a refusal. */
const REFUSING = /\b(error|fail|invalid|denied|unauthorized|wrong)/i;
/** Such a word beside one of these says less: "sent, 0 errors", "internal error". It may have been sent. */
const DOUBTFUL = /\b(no|not|0|without|internal|server|time|unknown|ok|done|success|sent|accept|queue)/i;

/** MTN Syria's interface for single messages (ConcatenatedSender). It gives no id and no delivery report. */
export function mtnSyriaProvider(config: MtnSyriaConfig): Provider {
  const fateOf = fateTable(config, KNOWN);
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
    // An English text with other characters, such as a curly quote, can only go as the Arabic ones do.
    const isPlain = delivery.language === 1 && isGsm(delivery.text);
    const { value, text } = lang[isPlain ? "english" : "arabic"];
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
