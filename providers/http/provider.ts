import { hiding } from "../hiding.ts";
import type { Delivery, Provider, ProviderContext } from "../provider.ts";
import { callbackReader } from "../reports/callback.ts";
import { carrierId } from "../reports/carrier-id.ts";
import { hidden } from "../trace.ts";
import { statusPoll } from "./answer/poll.ts";
import { verdictOf } from "./answer/verdict.ts";
import type { HttpConfig } from "./configuration.ts";
import { bare } from "./connection/connect.ts";
import type { Connections } from "./connection/connections.ts";
import { httpTransport, type Way } from "./connection/transport.ts";
import { choose, type Variant, variantOf } from "./request/fields.ts";
import { placeholders } from "./request/placeholders.ts";
import { fillRequest } from "./request/request.ts";
import { type RequestTemplate, requestTemplate } from "./request/request-template.ts";
import { secretsOf } from "./secrets.ts";

/** Delivers by one HTTP request, as the configuration describes it. */
export function httpProvider(
  config: HttpConfig,
  { reportUrl }: Partial<Pick<ProviderContext, "reportUrl">> = {},
): Provider {
  const { timeout_ms, reports } = config;
  const transport = httpTransport(timeout_ms, config);
  const way = wayOf(config);
  const verdict = verdictOf(config);
  const idPattern = config.id_pattern === undefined ? undefined : new RegExp(config.id_pattern, "u");
  const reportsTo = reports && (reportUrl?.(reports.key, reports.base_url) ?? undefined);
  const withoutSecrets = hiding([
    ...secretsOf(config),
    ...(reportsTo === undefined ? [] : [signedPart(reportsTo)]),
  ]);
  const used = new Set(placeholders(JSON.stringify([config.url, config.headers, config.body])).names);

  const made = new Map<string, { template: RequestTemplate; to: Connections }>();
  function requestFor(variant: Variant) {
    const key = `${variant.language} ${variant.encoding}`;
    let found = made.get(key);
    if (!found) {
      const to = transport.to(new URL(choose(config.url, variant)), way);
      found = { template: requestTemplate(config, variant), to };
      made.set(key, found);
    }
    return found;
  }

  return {
    timeoutMs: timeout_ms,
    ...(reports ? { callbacks: callbackReader(reports) } : {}),
    ...(config.poll ? { poll: statusPoll(config.poll, transport, way) } : {}),
    ...(used.has("sender") ? { needsSender: true } : {}),
    async deliver(delivery: Delivery) {
      const missing =
        used.has("report_url") && reportsTo === undefined
          ? NO_ADDRESS
          : used.has("template_code") && !delivery.acceptance?.templateCode
            ? NO_TEMPLATE_CODE
            : null;
      if (missing) return { kind: "rejected", scope: "provider", response: missing };
      const { template, to } = requestFor(variantOf(delivery));
      return transport.exchange(
        to,
        () => fillRequest(config.method, template, { ...delivery, reportUrl: reportsTo }),
        (status, answer) => {
          const text = answer.text.trim();
          const ref = carrierId(idPattern?.exec(answer.text)?.[1] ?? "");
          return {
            ...verdict(status, answer),
            response: text === "" ? `HTTP ${status}` : withoutSecrets(text),
            ...(ref ? { ref } : {}),
          };
        },
        { expiresAt: delivery.expiresAt, trace: hidden(delivery.trace, withoutSecrets) },
      );
    },
    async close() {
      transport.close();
    },
  };
}

/** Of the address for delivery reports what makes it a secret: whoever knows it can report. */
const signedPart = (address: string) => new URL(address).pathname.split("/").findLast(Boolean) ?? "";

const NO_ADDRESS =
  "Not sent: there is no address for delivery reports; set PUBLIC_URL, or reports.base_url of this provider";

const NO_TEMPLATE_CODE = "Not sent: the operator has accepted this text under no template code";

function wayOf({ headers, ca, certificate_sha256: pin, proxy }: HttpConfig): Way {
  const host = Object.entries(headers).findLast(([name]) => name.toLowerCase() === "host")?.[1];
  const servername = host === undefined ? undefined : bare(new URL(`https://${host}/`).hostname);
  return { ca, pin, proxy, ...(servername === undefined ? {} : { servername }) };
}
