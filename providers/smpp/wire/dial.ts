import type { Socket } from "node:net";
import { isIP } from "node:net";
import { checkServerIdentity, connect as connectTls } from "node:tls";
import { connect } from "#providers/http/connection/connect.ts";
import { requirePinned } from "../../certificates.ts";
import type { SmppConfig } from "../config.ts";

type Target = Pick<
  SmppConfig,
  "host" | "port" | "proxy" | "tls" | "certificate_sha256" | "ca" | "timeout_ms"
>;

/**
 * Opens a connection to the carrier, through its proxy if it has one; with TLS, after the handshake and with its certificate verified against the
 * system's or the configured authorities, or by its fingerprint alone if that is pinned.
 * @throws if there is no connection in time.
 */
export async function dial(target: Target, signal: AbortSignal): Promise<Socket> {
  const { host, port, proxy, timeout_ms } = target;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout_ms)]);
  const socket = await connect(
    {
      secure: false,
      host,
      port,
      servername: host,
      ca: undefined,
      proxy: proxy === undefined ? undefined : new URL(proxy),
    },
    { signal: limit },
  );
  socket.setKeepAlive(true, 30_000);
  return target.tls ? secured(socket, target, limit) : socket;
}

async function secured(
  raw: Socket,
  { host, certificate_sha256: pin, ca }: Target,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connectTls({
    socket: raw,
    servername: isIP(host) ? "" : host,
    // If a fingerprint is pinned, it is checked below before anything is written.
    rejectUnauthorized: pin === undefined,
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
    ...(ca === undefined ? {} : { ca }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  socket.once("secureConnect", resolve);
  socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  // Stays attached: an error without a listener ends the process.
  socket.on("error", reject);
  try {
    await promise;
    if (pin !== undefined) requirePinned(socket, pin);
    return socket;
  } catch (error) {
    socket.destroy();
    raw.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
