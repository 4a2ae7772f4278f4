import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import selfSigned from "../self-signed.fixtures.json" with { type: "json" };

export const FINGERPRINT = new X509Certificate(selfSigned.cert).fingerprint256;
export const ACCOUNT = { user: "brand user", password: "p&ss w+rd=1", sender: "MyBrand" };

interface Certificate {
  key: string;
  cert: string;
}

export interface Emulator {
  base_url: string;
  /** The queries that came, in order. */
  asked: URLSearchParams[];
  pages: string[];
  /** What the next requests hear in place of the operator's own answer. */
  script: Script | undefined;
  close(): Promise<void>;
}

type Script = (request: IncomingMessage, response: ServerResponse) => void;

/** Ends an answer with these words. */
export const say =
  (body: string | Buffer, status = 200, headers: Record<string, string> = {}): Script =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

/** Answers in words, always with 200, as integrators report it of Syriatel's BMS. */
export const startSyriatel = (certificate?: Certificate): Promise<Emulator> =>
  start(
    "/API/",
    (query, page) => {
      const needed: Record<string, string[]> = {
        "SendTemplateSMS.aspx": ["user_name", "password", "template_code", "param_list", "sender", "to"],
        "SendSMS.aspx": ["user_name", "password", "sender", "job_name", "msg", "to"],
      };
      if (needed[page]?.some((name) => !query.get(name)) !== false) return "Missing required parameters";
      if (query.get("user_name") !== ACCOUNT.user || query.get("password") !== ACCOUNT.password) {
        return "User name or password is incorrect";
      }
      if (query.get("sender") !== ACCOUNT.sender)
        return "Sender doesn't exist or doesn't belong to the user.";
      return page === "SendSMS.aspx" ? "40217733" : "Done Successfully.";
    },
    certificate,
  );

/** Says nothing where it took the message. */
export const startMtn = (certificate?: Certificate): Promise<Emulator> =>
  start(
    "/general/MTNSERVICES/ConcatenatedSender.aspx",
    (query) => {
      if (query.get("User") !== ACCOUNT.user || query.get("Pass") !== ACCOUNT.password) return "Invalid user";
      const isHexadecimal = /^([0-9A-F]{4})+$/.test(query.get("Msg") ?? "");
      return isHexadecimal === (query.get("Lang") === "0") ? "" : "Wrong message";
    },
    certificate,
  );

async function start(
  path: string,
  answer: (query: URLSearchParams, page: string) => string,
  certificate: Certificate = selfSigned,
): Promise<Emulator> {
  const server = createServer(certificate, (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "https://localhost");
    emulator.asked.push(searchParams);
    emulator.pages.push(pathname);
    if (emulator.script) emulator.script(request, response);
    else response.end(answer(searchParams, pathname.split("/").at(-1)!));
  });
  const { port, close } = await listening(server);
  const emulator: Emulator = {
    base_url: `https://127.0.0.1:${port}${path}`,
    asked: [],
    pages: [],
    script: undefined,
    close,
  };
  return emulator;
}

/** Takes connections, and never begins TLS. */
export const startMute = () => listening(createTcpServer());

/** Speaks TLS, and answers what is not HTTP. */
export const startGarbage = () =>
  listening(
    createTlsServer(selfSigned, (socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end("\0\u0007SSH-2.0 Done Successfully.\r\n\r\n"));
    }),
  );

async function listening(server: Server): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
  });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
