/**
 * Types for the parts of npm's `smpp` 0.5.1 that we use; it has none itself. Only `pdu.ts` and the tests'
 * `test-smsc.ts` may import it.
 */
declare module "smpp" {
  import type { Server, Socket } from "node:net";

  interface PDU {
    command: string;
    command_id: number;
    command_status: number;
    command_length: number;
    sequence_number: number;
    isResponse(): boolean;
    response(options?: Record<string, unknown>): PDU;
    toBuffer(): Buffer;
    [field: string]: unknown;
  }

  interface ServerSession {
    socket: Socket;
    on(event: "pdu", listener: (pdu: PDU) => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    on(event: "close", listener: () => void): this;
    send(pdu: PDU): boolean;
    destroy(): void;
  }

  interface Field {
    type: unknown;
    filter?: unknown;
  }

  const smpp: {
    PDU: {
      new (command: string, options?: Record<string, unknown>): PDU;
      /** @returns false if the bytes are an incomplete PDU. @throws if they are not a PDU. */
      fromBuffer(bytes: Buffer): PDU | false;
      maxLength: number;
    };
    commands: Record<string, { params?: Record<string, Field> }>;
    tlvs: Record<string, Field>;
    types: { tlv: { buffer: unknown } };
    errors: Record<string, number>;
    createServer(
      options: { key?: string; cert?: string },
      listener: (session: ServerSession) => void,
    ): Server;
  };
  export default smpp;
  export type { PDU, ServerSession };
}
