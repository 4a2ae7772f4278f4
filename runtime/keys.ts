import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes } from "node:crypto";
import { appSecret } from "./env.ts";
import { shared } from "./shared.ts";

/** The purpose of a key. Each purpose has its own key, so that none can be used in place of another. */
export type KeyPurpose =
  | "token-copy"
  | "smtp-password"
  | "mail-link"
  | "provider-config"
  | "body-hash"
  | "session"
  | "sign-in"
  | "viewing"
  | "two-factor"
  | "internal"
  | "hand-over"
  | "bind-config"
  | "server-actions"
  | "report-address"
  | "report-ref"
  | "message-reference"
  | "request-number"
  | "change-hash"
  | "fingerprint";

const derived = () => shared("keys", () => new Map<string, Buffer>());

/** 32 bytes, derived from APP_SECRET by HKDF-SHA-256. */
export function keyFor(purpose: KeyPurpose): Buffer {
  const keys = derived();
  let key = keys.get(purpose);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", appSecret(), "aman-gate", purpose, 32));
    keys.set(purpose, key);
  }
  return key;
}

/** AES-256-GCM. Layout: 12 bytes nonce, 16 bytes tag, then the text. `context` binds the copy to its row. */
export function seal(purpose: KeyPurpose, text: string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), nonce);
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The inverse of `seal`. @throws where the key, the context or the bytes differ. */
export function unseal(purpose: KeyPurpose, sealed: Uint8Array, context: string): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), bytes.subarray(0, 12), {
    // A shorter tag would be easier to forge.
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** HMAC-SHA-256, to compare values that must not be stored, such as the body of an idempotent request. */
export function hmac(purpose: KeyPurpose, text: string): Buffer {
  return createHmac("sha256", keyFor(purpose)).update(text).digest();
}

/** Plain SHA-256, for look-ups of values that are random enough to need no key (API tokens). */
export function sha256(text: string | Uint8Array): Buffer {
  return hash("sha256", text, "buffer");
}

/** The same in hexadecimal, at a quarter of the cost of converting the bytes. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}

/** A fingerprint kept in the database, so that a process with another APP_SECRET is refused at start. */
export function secretFingerprint(): string {
  return keyFor("fingerprint").toString("hex").slice(0, 32);
}
