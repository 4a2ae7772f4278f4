import type { Delivery } from "../provider.ts";
import { type SmppConfig, sourceOf } from "./config.ts";
import type { Part } from "./text/split.ts";

const INTERNATIONAL = 1;
const ISDN = 1;
const UDH_INDICATOR = 0x40;

/** The fields of one submit_sm. @param validity in seconds; 0 leaves it to the carrier. */
export function submitFields(
  config: SmppConfig,
  { number, sender }: Pick<Delivery, "number" | "sender">,
  { dataCoding, part, validity }: { dataCoding: number; part: Part; validity: number },
): Record<string, unknown> {
  const { ton, npi, address } = sourceOf(config, sender ?? config.sender);
  return {
    source_addr_ton: ton,
    source_addr_npi: npi,
    source_addr: address,
    dest_addr_ton: INTERNATIONAL,
    dest_addr_npi: ISDN,
    destination_addr: number,
    esm_class: part.hasHeader ? UDH_INDICATOR : 0,
    validity_period: validity > 0 ? relativeTime(validity) : "",
    registered_delivery: config.receipts ? 1 : 0,
    data_coding: dataCoding,
    short_message: part.shortMessage,
    ...(part.payload ? { message_payload: part.payload } : {}),
    ...(part.sar
      ? {
          sar_msg_ref_num: part.sar.reference,
          sar_total_segments: part.sar.total,
          sar_segment_seqnum: part.sar.number,
        }
      : {}),
  };
}

/** SMPP 3.4, 7.1.1.2: YYMMDDhhmmss000R, relative to when the carrier accepts it. */
export function relativeTime(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3_600) % 24, (seconds / 60) % 60];
  return `0000${two(days)}${two(hours)}${two(minutes)}${two(seconds % 60)}000R`;
}
