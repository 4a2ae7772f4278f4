import { isIP } from "node:net";
import { resolve } from "node:path";
import { getCountries } from "libphonenumber-js/max";
import { z } from "zod";
import { cleaned } from "#core/input/cleaned.ts";
import { AddressError, parseAddress } from "./database/address.ts";

/** A setting is missing or malformed. The message is one line that says what to do and is printed alone. */
export class EnvironmentError extends Error {}

const list = z
  .string()
  .default("")
  .transform((text) => cleaned(text).split(/[ ,]+/).filter(Boolean));

const port = (name: string) =>
  z
    .string()
    .transform(cleaned)
    .pipe(z.string().regex(/^\d+$/, `${name} must be a number from 0 to 65535`))
    .transform(Number)
    .refine((n) => n <= 65535, `${name} must be a number from 0 to 65535`);

const count = (name: string, low: number, high: number, fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .transform(cleaned)
    .refine(
      (text) => /^\d+$/.test(text) && Number(text) >= low && Number(text) <= high,
      `${name} must be a whole number from ${low} to ${high}`,
    )
    .transform(Number);

function isHttpUrl(text: string): boolean {
  try {
    const url = new URL(text);
    return (url.protocol === "http:" || url.protocol === "https:") && url.pathname === "/" && !url.search;
  } catch {
    return false;
  }
}

/** proxy-addr's own names for the usual private ranges are allowed beside addresses and CIDR ranges. */
function isProxyRange(text: string): boolean {
  if (["loopback", "linklocal", "uniquelocal"].includes(text)) return true;
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (!version || rest.length > 0) return false;
  // Not /0: every client could then claim any address.
  return bits === undefined || (/^[1-9]\d*$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

const schema = z.object({
  NODE_ENV: z.string().default("production"),
  HOST: z
    .string()
    .default("0.0.0.0")
    .refine((h) => /^[\w.:-]+$/.test(h), "HOST must be an address or a host name, such as 127.0.0.1"),
  PORT: port("PORT").default(3000),
  /** Where this process takes deliveries from other processes, and by which they reach it. */
  INTERNAL_HOST: z
    .string()
    .default("127.0.0.1")
    .refine(
      (h) => /^[\w.:-]+$/.test(h) && !["0.0.0.0", "::"].includes(h),
      "INTERNAL_HOST must be an address or name of this machine by which the other processes reach it, such as 10.0.0.5",
    ),
  /** 0: any free one. */
  INTERNAL_PORT: port("INTERNAL_PORT").default(0),
  DATA_DIR: z
    .string()
    .default("./data")
    // Only a shell replaces these; in a file with settings they would name a new, empty directory.
    .refine(
      (dir) => !/^~|\$/.test(dir),
      "DATA_DIR must be a path in full, such as /var/lib/aman-gate: ~ and $ are not replaced",
    )
    .transform((dir) => resolve(dir)),
  DATABASE_URL: z
    .string()
    .superRefine((url, context) => {
      try {
        parseAddress(url);
      } catch (error) {
        if (!(error instanceof AddressError)) throw error;
        context.addIssue({ code: "custom", message: error.message });
      }
    })
    .optional(),
  APP_SECRET: z
    .string()
    .min(32, "APP_SECRET must have at least 32 characters; make one with: openssl rand -base64 48")
    .optional(),
  PUBLIC_URL: z
    .string()
    .refine(isHttpUrl, "PUBLIC_URL must be an address without a path, such as https://otp.example.com")
    .transform((text) => new URL(text).origin)
    .optional(),
  TRUSTED_PROXIES: list.refine(
    (all) => all.every(isProxyRange),
    "TRUSTED_PROXIES must list addresses or CIDR ranges, such as 127.0.0.1,10.0.0.0/8",
  ),
  ALLOWED_COUNTRIES: z
    .string()
    .default("SY")
    .transform((text) => cleaned(text).toUpperCase().split(/[ ,]+/).filter(Boolean))
    .refine(
      (all) => all.length > 0 && all.every((c) => (getCountries() as string[]).includes(c)),
      "ALLOWED_COUNTRIES must list ISO country codes, such as SY,LB",
    ),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], {
      error: "LOG_LEVEL must be one of trace, debug, info, warn, error, silent",
    })
    .default("info"),
  METRICS_PORT: port("METRICS_PORT").optional(),
  METRICS_TOKEN: z.string().min(16, "METRICS_TOKEN must have at least 16 characters").optional(),
  /** Connections for pages, the command line and jobs; sends have their own small pool. */
  DATABASE_POOL: count("DATABASE_POOL", 1, 100, 10),
  SEND_BATCH: count("SEND_BATCH", 1, 1000, 64),
  SEND_BATCHES_IN_FLIGHT: count("SEND_BATCHES_IN_FLIGHT", 1, 64, 2),
  /** After this time a message is handed to no further provider, and carriers do not deliver it any more. */
  MESSAGE_LIFE_SECONDS: count("MESSAGE_LIFE_SECONDS", 10, 86_400, 300),
  /** Requests of one account that may be in progress in a process; the next one is answered with 429. */
  ACCOUNT_CONCURRENCY: count("ACCOUNT_CONCURRENCY", 1, 100_000, 2_000),
  /** `next` sends the API through Next's own pipeline, for comparison by `npm run bench`. */
  API_PIPELINE: z
    .enum(["direct", "next"], { error: "API_PIPELINE must be direct or next" })
    .default("direct"),
});

export type Environment = z.output<typeof schema>;

let read: Environment | undefined;

/**
 * The settings of this process: the only reader of `process.env`.
 * @throws {EnvironmentError} one line that names each variable at fault.
 */
export function env(): Environment {
  if (read) return read;
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (!result.success) {
    throw new EnvironmentError(result.error.issues.map((issue) => issue.message).join("; "));
  }
  read = result.data;
  return read;
}

/** Whether a variable of this name means something to the gateway. */
export function isSetting(name: string): boolean {
  return Object.hasOwn(schema.shape, name);
}

/** Adds settings that the environment lacks, or has empty. */
export function addSettings(values: NodeJS.Dict<string>): void {
  for (const [name, value] of Object.entries(values)) process.env[name] ||= value;
  read = undefined;
}

/**
 * Keeps Next from adding `.env`, `.env.local` and others to the environment of a build, or of the running process by itself:
 * pages would then have other settings than the API.
 */
export function keepNextFromEnvFiles(): void {
  process.env.__NEXT_PROCESSED_ENV = "true";
}

/**
 * Adds the values that the embedded database provides (its address, the secret kept in DATA_DIR), before any connection
 * is opened. Kept in `process.env` because Next's bundle has its own copy of this module.
 */
export function completeEnvironment(values: { DATABASE_URL?: string; APP_SECRET: string }): void {
  Object.assign(process.env, values);
  read = undefined;
}

/** The database's address. @throws {EnvironmentError} if neither the environment nor the embedded database gave one. */
export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (!url) throw new EnvironmentError("DATABASE_URL is not set and no embedded database was started");
  return url;
}

/** The secret from which every key is derived. @throws {EnvironmentError} if it is missing. */
export function appSecret(): string {
  const secret = env().APP_SECRET;
  if (!secret) {
    throw new EnvironmentError(
      "APP_SECRET is required with DATABASE_URL; make one with: openssl rand -base64 48, and keep it: it opens the stored tokens",
    );
  }
  return secret;
}

/**
 * Sets the 32-byte key with which Next encrypts the bound arguments of server actions. It must be the same in every
 * process and after every build; at run time Next prefers it to the key generated by the build.
 */
export function setActionKey(key: Uint8Array): void {
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = Buffer.from(key).toString("base64");
}

/**
 * Lets next-auth trust host and protocol from the X-Forwarded-* headers. This is safe only because our server
 * overwrites them; on its own next-auth would believe any client.
 */
export function trustStampedHost(): void {
  delete process.env.NEXTAUTH_URL;
  process.env.AUTH_TRUST_HOST = "true";
}
