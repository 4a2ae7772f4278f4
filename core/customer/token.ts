import { z } from "zod";
import { typedPassword } from "#core/access/sign-in.ts";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { name } from "#core/input/text.ts";
import { pageInput } from "#core/table/page-input.ts";
import { searched, tableParams } from "#core/table/table-params.ts";
import { scopeFields } from "./token-scope.ts";
import { TOKEN_STATES } from "./token-state.ts";

const listing = { q: searched, state: z.enum(TOKEN_STATES).optional() };

/** The parameters of the address of a list of tokens. */
export const tokenListParams = { ...tableParams, ...listing };

/** A page of an account's tokens. */
export const tokenList = z.object({ accountId: id, ...listing, ...pageInput });
export type TokenList = z.output<typeof tokenList>;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 62^43 is the first power above 2^256. */
const DIGITS = 43;

/** An API token of 32 random bytes in base62, always of the same length. */
export function tokenOf(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  for (let digit = 0; digit < DIGITS; digit++) {
    text = ALPHABET[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return `ag_${text}`;
}

const TOKEN = new RegExp(`^ag_[0-9A-Za-z]{${DIGITS}}$`);

/** Whether a text has the form of a token. Any other text is refused without asking the database. */
export function looksLikeToken(text: string): boolean {
  return TOKEN.test(text);
}

/** First and last characters: enough to tell tokens apart in a list, far from enough to guess one. */
export function tokenHint(token: string): string {
  return `${token.slice(0, 7)}…${token.slice(-4)}`;
}

const expiresAt = z.coerce
  .date({ error: problem("expiry") })
  .refine((time) => time.getTime() > Date.now(), problem("expiry"))
  .nullish()
  .transform((time) => time ?? null);

export const newToken = z.object({ accountId: id, name, expiresAt, ...scopeFields });

/** How many hours the old token goes on working beside the new one. */
export const graceHours = { none: 0, "1h": 1, "24h": 24 } as const;
export const grace = z.enum(Object.keys(graceHours) as (keyof typeof graceHours)[], {
  error: problem("grace"),
});

export const tokenRotation = z.object({ id, grace, expiresAt });
export const tokenReveal = z.object({ id, password: typedPassword });
