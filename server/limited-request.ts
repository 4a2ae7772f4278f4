import { IncomingMessage } from "node:http";

/** A refused body may send this many further bytes before its connection is cut. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

/** A request that counts the bytes of its body as they arrive, whether or not anybody reads it. */
export class LimitedRequest extends IncomingMessage {
  #received = 0;
  #limit = Number.POSITIVE_INFINITY;
  #onExceeded = () => {};

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
   * others: a reader that gave up halfway leaves the stream paused, and with it the connection's next requests, which
   * behind a proxy are other people's.
   */
  _dump(): void {
    this.unpipe();
    this.removeAllListeners("data");
    // Removing none of them would stop a stream that flows already.
    if (this.listenerCount("readable") > 0) this.removeAllListeners("readable");
    this.resume();
  }

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const before = this.#received;
    this.#received += chunk?.length ?? 0;
    if (this.#received <= this.#limit && this.#received <= MAX_DISCARDED_BYTES)
      return super.push(chunk, encoding);
    if (this.#received > MAX_DISCARDED_BYTES) this.socket.destroy();
    else if (before <= this.#limit) this.#onExceeded();
    // Keep reading: if the connection is closed with unread bytes, a client that is still sending loses the response.
    return true;
  }
}
