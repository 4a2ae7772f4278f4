import { lookup } from "node:dns/promises";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { checkServerIdentity, connect as connectTls, type TLSSocket } from "node:tls";
import { requirePinned } from "../certificates.ts";

/** Where a connection goes. */
export interface Endpoint {
  secure: boolean;
  /** A name, or an address without brackets. */
  host: string;
  port: number;
  /** The name that the server's certificate must have: that of the Host header. */
  servername: string;
  /** Certificates in PEM to trust in place of the system's. */
  ca: string | undefined;
  /** The SHA-256 fingerprint of the one certificate that is trusted, whoever issued it. Then neither `ca` nor the name counts. */
  pin?: string | undefined;
}

/** RFC 8305's "Connection Attempt Delay". */
const NEXT_ADDRESS_MS = 250;
/** How long a server that asked for a certificate is waited for; about a turn of the network and back is needed. */
const CERTIFICATE_VERDICT_MS = 1_000;

export interface ConnectOptions {
  /** Ends all attempts. */
  signal: AbortSignal;
  /** A TLS session of an earlier connection, to be resumed. */
  session?: Buffer | undefined;
  onSession?: (session: Buffer) => void;
  /** All addresses of a name. */
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>;
}

/**
 * A connection that is ready for a request: with TLS, after the handshake, with the server's certificate verified. The
 * addresses of a name are tried as RFC 8305 ("happy eyeballs") says: the next one begins when the one before has failed
 * or is slow, none is given up for that, and the first that is ready wins.
 * @throws the failure of the first address, or the signal's reason.
 */
export async function connect(endpoint: Endpoint, options: ConnectOptions): Promise<Socket> {
  const { signal } = options;
  const all = await unlessAborted(signal, addressesOf(endpoint.host, options.resolve));
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

/** Both families in turn, beginning with the resolver's favourite. */
async function addressesOf(host: string, resolve = resolveAll): Promise<string[]> {
  if (isIP(host)) return [host];
  const found = await resolve(host);
  const favourite = found.filter(({ family }) => family === found[0]?.family);
  const others = found.filter(({ family }) => family !== found[0]?.family);
  return Array.from({ length: found.length }, (_, index) => [favourite[index], others[index]])
    .flat()
    .flatMap((each) => (each ? [each.address] : []));
}

/** Starts one after the other, and has them all go on until one succeeds. Who succeeds later is destroyed. */
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

async function connectTo(
  { secure, port, servername, ca, pin }: Endpoint,
  address: string,
  { signal, session, onSession }: ConnectOptions,
): Promise<Socket> {
  if (!secure) return ready(connectTcp({ host: address, port, noDelay: true }), "connect", signal);
  const socket = connectTls({
    host: address,
    port,
    // TLS does not allow an address here; the certificate is checked for it all the same.
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

/** @throws the socket's error, or the signal's reason; the socket is destroyed then. */
async function untilReady(socket: Socket, event: Promise<void>, signal: AbortSignal): Promise<Socket> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  const onClose = () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
  // Stays for ever: an error to which nobody listens would end the process, and Node leaves a TLS connection open that
  // the other side ended with an alert after the handshake.
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
 * Whether the server asked for a client certificate, of which there is none, and may still refuse the handshake for that.
 * OpenSSL knows signature algorithms shared with a server only from its request for a certificate. In TLS 1.2 the refusal
 * comes before the handshake is over.
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
 * In TLS 1.3 the client is ready to write before the server has seen that it has no certificate. A session ticket says that
 * the server takes it all the same, an alert or an end that it does not. Few servers that take it send no ticket; their
 * silence is their consent.
 * @throws what the server refuses with.
 */
async function certificateVerdict(socket: Socket, signal: AbortSignal): Promise<void> {
  const { promise: consent, resolve } = Promise.withResolvers<void>();
  const silence = setTimeout(resolve, CERTIFICATE_VERDICT_MS);
  // Not at once: what is written within OpenSSL's callback stays in it.
  socket.once("session", () => setImmediate(resolve));
  // An end is told only to who reads.
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
