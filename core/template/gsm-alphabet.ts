/** GSM 03.38, the default alphabet in the order of its septets. Septet 0x1B is the escape and not a character. */
const DEFAULT_ALPHABET =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

export const GSM_ESCAPE = 0x1b;

/** The extension table: the septet after the escape. */
const EXTENSION: [char: string, septet: number][] = [
  ["\f", 0x0a],
  ["^", 0x14],
  ["{", 0x28],
  ["}", 0x29],
  ["\\", 0x2f],
  ["[", 0x3c],
  ["~", 0x3d],
  ["]", 0x3e],
  ["|", 0x40],
  ["€", 0x65],
];

const septetsOf = new Map<string, readonly number[]>([
  ...Array.from(DEFAULT_ALPHABET, (char, septet) => [char, [septet]] as const).filter(
    ([, [septet]]) => septet !== GSM_ESCAPE,
  ),
  ...EXTENSION.map(([char, septet]) => [char, [GSM_ESCAPE, septet]] as const),
]);

/** The one or two septets of a character; undefined if it is not in GSM 03.38. */
export function gsmSeptets(char: string): readonly number[] | undefined {
  return septetsOf.get(char);
}

const charOf = new Map([...septetsOf].map(([char, septets]) => [septets.join(), char]));

/** The text of unpacked septets, one per byte. What is no character becomes the replacement character. */
export function gsmText(septets: Uint8Array): string {
  let text = "";
  for (let at = 0; at < septets.length; at++) {
    const key = septets[at] === GSM_ESCAPE ? `${GSM_ESCAPE},${septets[++at]}` : String(septets[at]);
    text += charOf.get(key) ?? "\ufffd";
  }
  return text;
}
