import { IncomingMessage } from "node:http";

/** What a refused body may still send before its connection is cut: more than that nobody reads to the end. */
const CUT_OFF = 4 * 1024 * 1024;

/** A request that counts its body as it comes in, whoever reads it, or nobody. */
export class LimitedRequest extends IncomingMessage {
  #received = 0;
  #limit = Number.POSITIVE_INFINITY;
  #onExceeded = () => {};

  /**
   * Calls `onExceeded` once, as soon as the body is longer than `bytes`, and hands no more of it on, nor its end: nobody
   * takes a part for the whole. To be set before anybody reads.
   */
  limitBody(bytes: number, onExceeded: () => void): void {
    this.#limit = bytes;
    this.#onExceeded = onExceeded;
  }

  /**
   * Node calls this when an answer is finished and nobody has read the body. Its own version throws the rest away as it
   * comes, past `push`, for as long as it comes.
   */
  _dump(): void {
    this.removeAllListeners("data");
    this.resume();
  }

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const before = this.#received;
    this.#received += chunk?.length ?? 0;
    if (this.#received <= this.#limit && this.#received <= CUT_OFF) return super.push(chunk, encoding);
    if (this.#received > CUT_OFF) this.socket.destroy();
    else if (before <= this.#limit) this.#onExceeded();
    // Read on: an answer that is not waited for is lost where the connection ends with bytes unread.
    return true;
  }
}
