import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { z } from "zod";

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Whole certificates in PEM. */
export const certificates = z.string().superRefine((value, context) => {
  const complain = (message: string) => context.addIssue({ code: "custom", message });
  const found = value.match(PEM) ?? [];
  if (found.length === 0 || value.split("-----BEGIN").length - 1 !== found.length) {
    return complain("must be whole certificates in PEM and nothing else");
  }
  for (const [index, pem] of found.entries()) {
    try {
      new X509Certificate(pem);
    } catch {
      complain(`certificate ${index + 1} cannot be read`);
    }
  }
});

/** The SHA-256 fingerprint of a certificate, as `openssl x509 -fingerprint -sha256` prints it, with or without colons. */
export const certificateFingerprint = z
  .string()
  .regex(/^[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i, "is not 64 hexadecimal digits");

const digits = (fingerprint: string | undefined) => fingerprint?.replaceAll(":", "").toLowerCase();

/**
 * A pinned certificate is trusted whoever issued it and whatever name it has; every other one is refused. The handshake
 * itself proves that the server holds the certificate's key.
 * @param socket after its handshake, with nothing written yet.
 * @throws with the code CERTIFICATE_NOT_PINNED where the server showed another one.
 */
export function requirePinned(socket: TLSSocket, pin: string): void {
  if (digits(socket.getPeerCertificate().fingerprint256) === digits(pin)) return;
  throw Object.assign(new Error("another certificate than the pinned one"), {
    code: "CERTIFICATE_NOT_PINNED",
  });
}
