import { lookup } from "node:dns/promises";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { checkServerIdentity, connect as connectTls, type TLSSocket } from "node:tls";
import { requirePinned } from "#providers/certificates.ts";
import { openTunnel } from "./proxy.ts";

/** The target of a connection. */
export interface Endpoint {
  secure: boolean;
  /** A host name, or an address without brackets. */
  host: string;
  port: number;
  /** The name that the server's certificate must contain: that of the Host header. */
  servername: string;
  /** PEM certificates to trust instead of the system's. */
  ca: string | undefined;
  /** The SHA-256 fingerprint of the one certificate that is trusted, whoever issued it. Then neither `ca` nor the name counts. */
  pin?: string | undefined;
  /** The HTTP proxy that connections are tunnelled through. */
  proxy?: URL | undefined;
}

/** RFC 8305's "Connection Attempt Delay". */
const NEXT_ADDRESS_MS = 250;
/**
 * How long to wait for the verdict of a server that asked for a certificate; about one network round trip is needed.
 */
const CERTIFICATE_VERDICT_MS = 1_000;

export interface ConnectOptions {
  /** Aborts all attempts. */
  signal: AbortSignal;
  /** A TLS session of an earlier connection, to be resumed. */
  session?: Buffer | undefined;
  onSession?: (session: Buffer) => void;
  /** Resolves a name to all of its addresses. */
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>;
}

/**
 * Opens a connection that is ready for a request; with TLS, after the handshake and with the server's certificate
 * verified. The addresses of a name are tried as in RFC 8305 ("happy eyeballs"): the next attempt starts when the
 * previous one has failed or is slow, without aborting it, and the first one that is ready wins.
 * @throws the failure of the first address, or the signal's reason.
 */
export async function connect(endpoint: Endpoint, options: ConnectOptions): Promise<Socket> {
  const { signal } = options;
  const all = await unlessAborted(
    signal,
    addressesOf(endpoint.proxy ? bare(endpoint.proxy.hostname) : endpoint.host, options.resolve),
  );
  const losers = new AbortController();
  const attempts = all.map(
    (address) => () =>
      connectTo(endpoint, address, { ...options, signal: AbortSignal.any([signal, losers.signal]) }),
  );
  try {
    return await firstOf(attempts, signal);
  } finally {
    losers.abort();
  }
}

const resolveAll = (host: string) => lookup(host, { all: true, order: "verbatim" });

/** Alternates between the address families, beginning with the resolver's preference. */
async function addressesOf(host: string, resolve = resolveAll): Promise<string[]> {
  if (isIP(host)) return [host];
  const found = await resolve(host);
  const favourite = found.filter(({ family }) => family === found[0]?.family);
  const others = found.filter(({ family }) => family !== found[0]?.family);
  return Array.from({ length: found.length }, (_, index) => [favourite[index], others[index]])
    .flat()
    .flatMap((each) => (each ? [each.address] : []));
}

/**
 * Starts the attempts one after the other and lets all of them continue until one succeeds. Later successes are
 * destroyed.
 */
async function firstOf(attempts: (() => Promise<Socket>)[], signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const failures: unknown[] = [];
  let over = false;
  let started = 0;
  let timer: NodeJS.Timeout | undefined;
  const startNext = () => {
    clearTimeout(timer);
    const attempt = attempts[started];
    if (over || !attempt) return;
    started++;
    if (started < attempts.length) timer = setTimeout(startNext, NEXT_ADDRESS_MS);
    attempt().then(
      (socket) => {
        if (over) return void socket.destroy();
        over = true;
        resolve(socket);
      },
      (error) => {
        failures.push(error);
        if (failures.length === attempts.length) reject(failures[0]);
        else startNext();
      },
    );
  };
  if (attempts.length === 0) reject(Object.assign(new Error("no address"), { code: "ENOTFOUND" }));
  startNext();
  try {
    return await unlessAborted(signal, promise);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

/** An IPv6 address without its brackets. */
export const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

/** A TCP connection to the endpoint, or to its proxy with a tunnel to it. @param address of whichever it is. */
async function connectPlain(
  { host, port, proxy }: Endpoint,
  address: string,
  signal: AbortSignal,
): Promise<Socket> {
  const first = proxy ? Number(proxy.port || 80) : port;
  const socket = await ready(connectTcp({ host: address, port: first, noDelay: true }), "connect", signal);
  if (proxy) await untilReady(socket, openTunnel(socket, proxy, { host, port }), signal);
  return socket;
}

async function connectTo(
  endpoint: Endpoint,
  address: string,
  { signal, session, onSession }: ConnectOptions,
): Promise<Socket> {
  const { secure, port, servername, ca, pin, proxy } = endpoint;
  if (!secure) return connectPlain(endpoint, address, signal);
  const socket = connectTls({
    ...(proxy ? { socket: await connectPlain(endpoint, address, signal) } : { host: address, port }),
    // TLS does not allow an address in SNI; the certificate is still checked for it.
    servername: isIP(servername) ? "" : servername,
    // With a pin the fingerprint decides below, before anything is written.
    rejectUnauthorized: pin === undefined,
    checkServerIdentity: (_, certificate) => checkServerIdentity(servername, certificate),
    ALPNProtocols: ["http/1.1"],
    ...(ca === undefined ? {} : { ca }),
    // A resumed session shows no certificate that could be compared with the pin.
    ...(session === undefined || pin !== undefined ? {} : { session }),
  });
  socket.setNoDelay(true);
  if (onSession) socket.on("session", onSession);
  await ready(socket, "secureConnect", signal);
  if (pin !== undefined) {
    try {
      requirePinned(socket, pin);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
  if (mayWantCertificate(socket)) await certificateVerdict(socket, signal);
  return socket;
}

function ready(socket: Socket, event: "connect" | "secureConnect", signal: AbortSignal): Promise<Socket> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.once(event, () => resolve());
  return untilReady(socket, promise, signal);
}

/** @throws the socket's error, or the signal's reason, after destroying the socket. */
async function untilReady(socket: Socket, event: Promise<void>, signal: AbortSignal): Promise<Socket> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  const onClose = () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
  // Stays attached: an error without a listener would end the process, and Node leaves a TLS connection open that the
  // other side ended with an alert after the handshake.
  socket.on("error", (error) => {
    socket.destroy();
    reject(error);
  });
  socket.once("close", onClose);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([event, failed]);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
    socket.off("close", onClose);
  }
}

/**
 * Whether the server asked for a client certificate, which we do not have, and may still refuse the handshake for that
 * reason. OpenSSL knows signature algorithms shared with a server only from its certificate request. In TLS 1.2 the
 * refusal comes before the handshake is complete.
 */
export function mayWantCertificate(socket: Socket): boolean {
  const tls = socket as Partial<TLSSocket>;
  return (
    tls.getProtocol?.() === "TLSv1.3" &&
    !tls.isSessionReused?.() &&
    (tls.getSharedSigalgs?.().length ?? 0) > 0
  );
}

/**
 * In TLS 1.3 the client may write before the server has seen that there is no client certificate. A session ticket
 * means that the server accepts this; an alert or the end of the stream means that it does not. A few accepting servers
 * send no ticket: after the time-out their silence counts as acceptance.
 * @throws the server's refusal.
 */
async function certificateVerdict(socket: Socket, signal: AbortSignal): Promise<void> {
  const { promise: consent, resolve } = Promise.withResolvers<void>();
  const silence = setTimeout(resolve, CERTIFICATE_VERDICT_MS);
  // Deferred: what is written within OpenSSL's callback is not sent.
  socket.once("session", () => setImmediate(resolve));
  // The end of the stream is only reported to a reader.
  const onReadable = () => {
    if (socket.readableLength === 0) socket.read();
  };
  socket.on("readable", onReadable);
  try {
    await untilReady(socket, consent, signal);
  } finally {
    clearTimeout(silence);
    socket.off("readable", onReadable);
  }
}

async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
