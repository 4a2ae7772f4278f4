import { isIPv4, isIPv6 } from "node:net";
import { cleaned } from "#core/input/cleaned.ts";

// Longer than the longest IPv6 range in text, even with invisible marks around each of its parts.
const MAX_INPUT = 128;

/**
 * Normalises an address or range to the form of PostgreSQL's `cidr`, always with a mask ("1.2.3.4/32"); null if it is
 * neither. Bits beyond the mask are cleared, IPv4-mapped IPv6 becomes IPv4, and a zone id is refused because it has no
 * meaning on another host.
 */
export function normaliseCidr(input: string): string | null {
  const [address, mask, ...more] = input.length > MAX_INPUT ? [] : cleaned(input).split("/");
  if (address === undefined || more.length > 0) return null;
  const bytes = parseAddress(address);
  if (bytes === null) return null;
  const bits = bytes.length * 8;
  if (mask !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(mask)) return null;
  const prefix = mask === undefined ? bits : Number(mask);
  if (prefix > bits) return null;
  const network = bytes.map(
    (byte, i) => byte & (0xff << Math.max(0, Math.min(8, (i + 1) * 8 - prefix))) & 0xff,
  );
  const isMapped = prefix >= 96 && isIPv4Mapped(network);
  return isMapped ? `${format(network.slice(12))}/${prefix - 96}` : `${format(network)}/${prefix}`;
}

/**
 * Normalises a client's address to the form of PostgreSQL's `inet`, without a mask; null if it is not an address.
 * IPv4-mapped IPv6 becomes IPv4; the zone id that Node appends to a link-local peer is dropped.
 */
export function normaliseAddress(input: string): string | null {
  if (input.length > MAX_INPUT) return null;
  // An address that isIPv4 accepts is already canonical; nearly all clients have one.
  if (isIPv4(input)) return input;
  const bytes = parseAddress(input.trim().replace(/^(fe80:[^%]*)%[\w.-]+$/i, "$1"));
  if (bytes === null) return null;
  return format(isIPv4Mapped(bytes) ? bytes.slice(12) : bytes);
}

/**
 * The network that one internet subscriber controls: an IPv4 address, or an IPv6 /64, within which each request may
 * come from another address. `address` must be a result of `normaliseAddress`.
 */
export function subscriberOf(address: string): string {
  return address.includes(":") ? normaliseCidr(`${address}/64`)! : address;
}

/** A range with a prefix this short covers the internet, or a large part of it. */
const MEANT_BITS = { 4: 8, 6: 16 };

/** Whether a range in canonical form is so large that it keeps hardly anybody out. */
export function isWide(range: string): boolean {
  const prefix = Number(range.slice(range.indexOf("/") + 1));
  return range.includes("/") && prefix < MEANT_BITS[range.includes(":") ? 6 : 4];
}

/** A range as people write it: a single address has no mask. */
export function rangeText(range: string): string {
  return range.replace(range.includes(":") ? /\/128$/ : /\/32$/, "");
}

/** The address as four or sixteen bytes. */
function parseAddress(text: string): number[] | null {
  if (isIPv4(text)) return text.split(".").map(Number);
  if (!isIPv6(text) || text.includes("%")) return null;
  const [head, tail] = text.split("::").map(groupBytes) as [number[], number[]?];
  return tail === undefined ? head : [...head, ...Array(16 - head.length - tail.length).fill(0), ...tail];
}

/** The bytes of colon-separated groups, the last of which may be an IPv4 address. */
function groupBytes(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (group.includes(".")) return group.split(".").map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function isIPv4Mapped(bytes: readonly number[]): boolean {
  return bytes.length === 16 && bytes.every((byte, i) => i >= 12 || byte === (i < 10 ? 0 : 0xff));
}

/** The text form of RFC 5952: lower case, no leading zeros, the first of the longest runs of zero groups as "::". */
function format(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  // A single zero group is not compressed.
  if (best.length === 1) return hex(groups);
  return `${hex(groups.slice(0, best.start))}::${hex(groups.slice(best.start + best.length))}`;
}
