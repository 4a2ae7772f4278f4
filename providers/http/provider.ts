import type { Provider } from "../provider.ts";
import { callbackReader } from "../reports/callback.ts";
import { carrierId } from "../reports/carrier-id.ts";
import { type HttpConfig, requestTemplates } from "./configuration.ts";
import { bare } from "./connect.ts";
import { fillRequest } from "./request.ts";
import { httpTransport } from "./transport.ts";
import { verdict } from "./verdict.ts";

/** Delivers by one HTTP request, as the configuration describes it. */
export function httpProvider(config: HttpConfig): Provider {
  const templates = requestTemplates(config);
  const transport = httpTransport(config.timeout_ms);
  const { url, ca, certificate_sha256: pin, proxy } = config;
  const servername = nameInHostHeader(config);
  const connectionsFor = (language: "arabic" | "english") =>
    transport.to(new URL(typeof url === "string" ? url : url[language]), {
      ca,
      pin,
      proxy,
      ...(servername === undefined ? {} : { servername }),
    });
  const to = { arabic: connectionsFor("arabic"), english: connectionsFor("english") };

  return {
    timeoutMs: config.timeout_ms,
    ...(config.reports ? { callbacks: callbackReader(config.reports) } : {}),
    deliver(delivery) {
      const language = delivery.language === 0 ? "arabic" : "english";
      return transport.exchange(
        to[language],
        () => fillRequest(config.method, templates[language], delivery),
        (status, answer) => {
          const text = answer.text.trim();
          const ref = carrierId(
            (config.id_pattern && new RegExp(config.id_pattern, "u").exec(answer.text)?.[1]) || "",
          );
          return {
            kind: verdict(config, status, answer),
            response: text === "" ? `HTTP ${status}` : text,
            ...(ref ? { ref } : {}),
          };
        },
      );
    },
    async close() {
      transport.close();
    },
  };
}

function nameInHostHeader({ headers }: HttpConfig): string | undefined {
  const host = Object.entries(headers).findLast(([name]) => name.toLowerCase() === "host")?.[1];
  return host === undefined ? undefined : bare(new URL(`https://${host}/`).hostname);
}
