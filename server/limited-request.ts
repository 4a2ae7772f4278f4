import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** A refused body may send this many further bytes before its connection is cut. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

/** A request that counts the bytes of its body as they arrive, whether or not anybody reads it. */
export class LimitedRequest extends IncomingMessage {
  #received = 0;
  #limit = Number.POSITIVE_INFINITY;
  #onExceeded = () => {};
  #discarding = false;
  /** `socket` is null once a pipeline has destroyed the request. */
  readonly #connection: Socket;

  constructor(socket: Socket) {
    super(socket);
    this.#connection = socket;
  }

  /**
   * Calls `onExceeded` once, as soon as the body is longer than `bytes`. From then on neither data nor the end of the
   * body is passed on, so that no reader mistakes a part for the whole. Call it before the body is read.
   */
  limitBody(bytes: number, onExceeded: () => void): void {
    this.#limit = bytes;
    this.#onExceeded = onExceeded;
  }

  /**
   * Discards what has not been read. Node calls this when a response is finished and nobody has begun to read the body;
   * its own version bypasses `push` and thus the limit, for as long as the body arrives. The server calls it for the
   * others: a reader that gave up halfway leaves the stream paused or destroyed, and with it stops the connection's next
   * requests, which behind a proxy are other people's.
   */
  _dump(): void {
    if (this.#discarding) return;
    this.#discarding = true;
    this.unpipe();
    this.removeAllListeners("data");
    this.removeAllListeners("readable");
    this.resume();
    this.#connection.resume();
  }

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const before = this.#received;
    this.#received += chunk?.length ?? 0;
    if (this.#received > MAX_DISCARDED_BYTES) this.#connection.destroy();
    else if (this.#received <= this.#limit) {
      if (chunk === null || !this.#discarding) return super.push(chunk, encoding);
    } else if (before <= this.#limit) this.#onExceeded();
    // Keep reading: if the connection is closed with unread bytes, a client that is still sending loses the response.
    return true;
  }
}
