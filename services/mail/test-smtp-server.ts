import { createServer as createPlain, type Server, type Socket } from "node:net";
import { createSecureContext, createServer as createTls, TLSSocket } from "node:tls";
import selfSigned from "../../providers/self-signed.fixtures.json" with { type: "json" };

/** What the server does instead of what it should. */
export type Misbehaviour =
  | "refuses_login"
  | "refuses_recipient"
  | "defers_recipient"
  | "refuses_content"
  | "greets_never"
  | "silent_after_data"
  | "drips_after_data"
  | "drops_in_data"
  | "drops_after_data"
  | "rambles";

export interface Received {
  from: string;
  to: string[];
  /** As it went over the wire. */
  data: string;
  user: string | null;
  secure: boolean;
}

export interface TestSmtpServer {
  port: number;
  received: Received[];
  /** Every line that a client sent. */
  lines: string[];
  misbehave(how: Misbehaviour | null): void;
  close(): Promise<void>;
}

/** The certificate that it shows. */
export const smtpCertificate = selfSigned.cert;

/** A mail server for tests, by script: it takes mails and keeps them, or fails in a chosen way. */
export async function startSmtpServer({
  tls = false,
  starttls = false,
  login = null,
}: {
  tls?: boolean;
  starttls?: boolean;
  login?: { user: string; password: string } | null;
} = {}): Promise<TestSmtpServer> {
  const received: Received[] = [];
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  let fault: Misbehaviour | null = null;

  const serve = (first: Socket) => {
    sockets.add(first);
    first.on("close", () => sockets.delete(first));
    if (fault === "greets_never") {
      first.on("error", () => {});
      return;
    }
    let mail: Received = { from: "", to: [], data: "", user: null, secure: tls };
    let inData = false;
    let text = "";
    const listen = (socket: Socket) => {
      const say = (line: string) => socket.write(`${line}\r\n`);
      const answer = (line: string): unknown => {
        const verb = line.split(/[ :]/)[0]!.toUpperCase();
        const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
        if (verb === "EHLO") {
          const extensions = [
            ...(starttls && !mail.secure ? ["STARTTLS"] : []),
            ...(login ? ["AUTH PLAIN"] : []),
            "8BITMIME",
          ];
          say([`250-mail.test`, ...extensions.map((each) => `250-${each}`), "250 OK"].join("\r\n"));
        } else if (verb === "STARTTLS") {
          say("220 go ahead");
          socket.removeAllListeners("data");
          const { key, cert } = selfSigned;
          const upgraded = new TLSSocket(socket, {
            isServer: true,
            secureContext: createSecureContext({ key, cert }),
          });
          mail.secure = true;
          text = "";
          listen(upgraded);
        } else if (verb === "AUTH") {
          const [, user, password] = Buffer.from(line.split(" ")[2] ?? "", "base64")
            .toString()
            .split("\0");
          const right = fault !== "refuses_login" && user === login?.user && password === login?.password;
          if (right) mail.user = user ?? null;
          say(right ? "235 welcome" : "535 5.7.8 Authentication credentials invalid");
        } else if (verb === "MAIL") {
          if (login && mail.user === null) return say("530 5.7.0 Authentication required");
          mail = { ...mail, from: address, to: [], data: "" };
          say("250 OK");
        } else if (verb === "RCPT") {
          if (fault === "refuses_recipient") return say("550 5.1.1 No such user here");
          if (fault === "defers_recipient") return say("450 4.2.0 Greylisted, try again later");
          mail.to.push(address);
          say("250 OK");
        } else if (verb === "DATA") {
          say("354 go on");
          inData = true;
          if (fault === "drops_in_data") socket.destroy();
        } else if (verb === "QUIT") {
          say("221 bye");
          socket.end();
        } else say("250 OK");
        return undefined;
      };
      const take = (): unknown => {
        const end = text.indexOf("\r\n.\r\n");
        if (end === -1) return undefined;
        mail.data = text.slice(0, end);
        text = text.slice(end + 5);
        inData = false;
        if (fault === "silent_after_data") return undefined;
        if (fault === "drips_after_data") {
          const drip = setInterval(() => say("250-in a moment"), 50);
          return socket.on("close", () => clearInterval(drip));
        }
        if (fault === "drops_after_data") return socket.destroy();
        if (fault === "refuses_content") return say("554 5.7.1 Looks like spam");
        received.push({ ...mail });
        return say("250 2.0.0 Queued as 42");
      };
      socket.on("error", () => {});
      socket.setEncoding("utf8");
      socket.on("data", (chunk: string) => {
        text += chunk;
        while (!inData && text.includes("\r\n")) {
          const line = text.slice(0, text.indexOf("\r\n"));
          text = text.slice(line.length + 2);
          lines.push(line);
          answer(line);
        }
        if (inData) take();
      });
      return say;
    };
    const say = listen(first);
    say(fault === "rambles" ? `421 ${"no \u202e".repeat(300)}` : "220 mail.test ESMTP");
  };

  const server: Server = tls ? createTls({ ...selfSigned }, serve) : createPlain(serve);
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    received,
    lines,
    misbehave: (how) => {
      fault = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
