import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { PresetId } from "#core/gateway/provider-preset.ts";
import type { BlankName } from "./preset.ts";

/** A request as a carrier reads it: query and form, or the JSON of the body. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  form: URLSearchParams;
  json: Record<string, unknown> | undefined;
}

export interface Said {
  status: number;
  body: string;
  type?: string;
}

/** A carrier that answers as its documentation says. */
export interface Emulated {
  /** What the blanks are filled in with. The values have what would break out of a text that is not escaped. */
  values: Partial<Record<BlankName, string>>;
  /** Its answer to a request. */
  answer(asked: Asked): Said;
}

const json = (status: number, body: unknown): Said => ({
  status,
  body: JSON.stringify(body),
  type: "application/json",
});
const text = (status: number, body: string): Said => ({ status, body, type: "text/plain" });

const user = "gate user";
const password = 'p&ss w+rd="{{x}}"';
const sender = "My&Brand";
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;

/** What each answers to a request that is all right; any other is refused as it documents that. */
export const emulated: Record<PresetId, Emulated> = {
  kannel: {
    values: { user, password, sender },
    answer({ path, form }) {
      if (path !== "/cgi-bin/sendsms") return text(404, "Unknown request.");
      if (form.get("username") !== user || form.get("password") !== password) {
        return text(403, "Authorization failed for sendsms");
      }
      if (!form.get("to")) return text(400, "Missing receiver number, rejected");
      if (form.get("from") !== sender) return text(400, "Sender missing and no global set, rejected");
      return text(202, "0: Accepted for delivery");
    },
  },
  jasmin: {
    values: { user, password, sender },
    answer({ path, form }) {
      if (path !== "/send") return text(404, "No Such Resource");
      if (form.get("username") !== user || form.get("password") !== password) {
        return text(403, `Error "Authentication failure for username:${form.get("username")}"`);
      }
      const known =
        /^(username|password|from|to|coding|content|hex-content|dlr|dlr-(url|level|method)|validity-period)$/;
      const strange = [...form.keys()].find((name) => !known.test(name));
      if (strange) return text(400, `Error "Argument [${strange}] is unknown."`);
      if (!form.get("content") && !form.get("hex-content")) {
        return text(400, 'Error "Mandatory argument [content] is not found."');
      }
      return text(200, 'Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d"');
    },
  },
  sms_gate: {
    values: { user, password },
    answer({ path, headers, json: body }) {
      if (headers.authorization !== basic(`${user}:${password}`))
        return json(401, { message: "Unauthorized" });
      if (path !== "/message") return json(404, { message: "Not Found" });
      const [number] = (body?.phoneNumbers as string[] | undefined) ?? [];
      if (!/^\+\d{7,15}$/.test(number ?? "")) return json(400, { message: "invalid phone number" });
      return json(202, {
        id: body?.id,
        state: "Pending",
        recipients: [{ phoneNumber: number, state: "Pending" }],
      });
    },
  },
  twilio: {
    values: { account_sid: `AC${"0123456789abcdef".repeat(2)}`, auth_token: password, sender },
    answer({ path, headers, form }) {
      const sid = `AC${"0123456789abcdef".repeat(2)}`;
      const error = (status: number, code: number, message: string) =>
        json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
      if (headers.authorization !== basic(`${sid}:${password}`)) return error(401, 20003, "Authenticate");
      if (path !== `/2010-04-01/Accounts/${sid}/Messages.json`) return error(404, 20404, "Not found");
      if (!/^\+\d+$/.test(form.get("To") ?? "")) return error(400, 21211, "Invalid 'To' Phone Number");
      if (form.get("From") !== sender) return error(400, 21212, "Invalid 'From' Number");
      return json(201, {
        sid: `SM${"fedcba9876543210".repeat(2)}`,
        account_sid: sid,
        status: "queued",
        body: form.get("Body"),
        error_code: null,
      });
    },
  },
  vonage: {
    values: { api_key: "abcd1234", api_secret: password, sender },
    answer({ path, json: body }) {
      const said = (message: object) => json(200, { "message-count": "1", messages: [message] });
      if (path !== "/sms/json") return json(404, {});
      if (body?.api_key !== "abcd1234" || body?.api_secret !== password) {
        return said({ status: "4", "error-text": "Bad Credentials" });
      }
      if (body.from !== sender)
        return said({ status: "15", "error-text": "Illegal Sender Address - rejected" });
      return said({ to: body.to, "message-id": "0C000000217B7F02", status: "0", network: "41701" });
    },
  },
  infobip: {
    values: { api_key: "0123456789abcdef-key", sender },
    answer({ path, headers, json: body }) {
      const failed = (status: number, messageId: string, words: string) =>
        json(status, { requestError: { serviceException: { messageId, text: words } } });
      if (headers.authorization !== "App 0123456789abcdef-key") {
        return failed(401, "UNAUTHORIZED", "Invalid login details");
      }
      if (path !== "/sms/3/messages") return failed(404, "NOT_FOUND", "Not found");
      const [message] = (body?.messages as { sender: string; destinations: { to: string }[] }[]) ?? [];
      if (!message?.destinations[0]) return failed(400, "BAD_REQUEST", "Bad Request");
      const status =
        message.sender === sender
          ? { groupId: 1, groupName: "PENDING", id: 26, name: "PENDING_ACCEPTED" }
          : { groupId: 5, groupName: "REJECTED", id: 11, name: "REJECTED_SOURCE" };
      return json(200, {
        bulkId: "2034072219640523072",
        messages: [{ messageId: "2250be2d4219-3af1", status, destination: message.destinations[0].to }],
      });
    },
  },
  unifonic: {
    values: { app_sid: "6v253153s1g7831s5", sender },
    answer({ path, form }) {
      const said = (status: number, code: string, words: string) =>
        json(status, { success: "false", message: words, errorCode: code, data: "" });
      if (path !== "/rest/SMS/messages") return json(404, {});
      if (form.get("AppSid") !== "6v253153s1g7831s5") return said(401, "ER-401", "Authentication failed");
      if (form.get("SenderID") !== sender)
        return said(480, "ER-480", "This user cannot use specified SenderID");
      return json(200, {
        success: "true",
        message: "",
        errorCode: "ER-00",
        data: { MessageID: 3200017889310, CorrelationID: form.get("CorrelationID"), Status: "Queued" },
      });
    },
  },
};

export interface Carrier {
  url: string;
  asked: Asked[];
  /** What it answers in place of its own answer. */
  says: Said | undefined;
  close(): Promise<void>;
}

export async function startCarrier({ answer }: Emulated): Promise<Carrier> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    const isJson = body.startsWith("{");
    const asked: Asked = {
      method: request.method!,
      path: pathname,
      headers: request.headers,
      form: new URLSearchParams(isJson || body === "" ? searchParams : body),
      json: isJson ? JSON.parse(body) : undefined,
    };
    carrier.asked.push(asked);
    const { status, body: said, type = "text/plain" } = carrier.says ?? answer(asked);
    response.writeHead(status, { "content-type": type }).end(said);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const carrier: Carrier = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    says: undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return carrier;
}
