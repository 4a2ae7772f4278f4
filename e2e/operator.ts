import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Operator {
  url: string;
  /** What came, oldest first. */
  received: Received[];
  /** How it answers from now on. */
  answers: (request: Received, res: ServerResponse) => void;
  close(): Promise<void>;
}

/** An SMS operator of the test's own on the loopback, to which the `http` provider is pointed. */
export async function startOperator(answers: Operator["answers"]): Promise<Operator> {
  const operator: Operator = { url: "", received: [], answers, close };
  const server = createServer(async (req, res) => {
    let body = "";
    for await (const part of req.setEncoding("utf8")) body += part;
    const request = { method: req.method ?? "", url: req.url ?? "", headers: req.headers, body };
    operator.received.push(request);
    operator.answers(request, res);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  operator.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return operator;

  async function close() {
    server.closeAllConnections();
    if (server.listening) {
      server.close();
      await once(server, "close");
    }
  }
}

export const answerWith =
  (status: number, body: string): Operator["answers"] =>
  (_request, res) => {
    res.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(body);
  };
