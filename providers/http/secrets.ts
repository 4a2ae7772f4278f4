import type { HttpConfig } from "./configuration.ts";
import { textsOf } from "./request/fields.ts";

/** Names under which carriers expect credentials, in addresses, headers and bodies. */
const SECRET_NAME =
  /pass|pwd|secret|token|key|auth|sign|credential|cookie|session|bearer|hash|login|user|account|client|sid$/i;

/**
 * The values of a configuration that are credentials as far as their names tell, to be hidden where an admin sees what
 * went over the wire. A value with a placeholder is none: it belongs to the message.
 */
export function secretsOf({ url, headers, body }: HttpConfig): string[] {
  const urls = textsOf("url", url).map(([, each]) => each);
  const bodies = textsOf("body", body).map(([, each]) => each);
  const found = [
    ...Object.entries(headers).flatMap(([name, value]) => (SECRET_NAME.test(name) ? inHeader(value) : [])),
    ...urls.flatMap((each) => [...inUserInfo(each), ...inForm(each.split("?")[1] ?? "")]),
    ...bodies.flatMap((each) => [...inForm(each), ...inJson(each), ...inMarkup(each)]),
  ];
  return [...new Set(found)].filter((value) => value !== "" && !value.includes("{{"));
}

/** `Bearer abc` is told by its scheme, which is no secret. */
const inHeader = (value: string) => [value, value.replace(/^[A-Za-z]+ +/, "")];

function inUserInfo(url: string): string[] {
  const [, info] = /^https?:\/\/([^/?#]*)@/i.exec(url) ?? [];
  return info === undefined ? [] : info.split(":").flatMap(spelled);
}

function inForm(text: string): string[] {
  return text.split(/[&#]/).flatMap((pair) => {
    const at = pair.indexOf("=");
    return at > 0 && SECRET_NAME.test(pair.slice(0, at)) ? spelled(pair.slice(at + 1)) : [];
  });
}

/** As it is written in the configuration, and as it is meant. */
function spelled(value: string): string[] {
  try {
    return [value, decodeURIComponent(value.replaceAll("+", " "))];
  } catch {
    return [value];
  }
}

/** Not parsed as a whole: placeholders outside quotes are no JSON. */
function inJson(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"|[\w.+-]+)/g)].flatMap(
    ([, name = "", value = ""]) => {
      if (!SECRET_NAME.test(name)) return [];
      try {
        return [String(JSON.parse(value))];
      } catch {
        return [value];
      }
    },
  );
}

function inMarkup(text: string): string[] {
  const elements = [...text.matchAll(/<([\w:.-]+)[^>]*>([^<]*)<\//g)];
  const attributes = [...text.matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)];
  return [...elements, ...attributes].flatMap(([, name = "", value = ""]) =>
    SECRET_NAME.test(name) ? [value.trim()] : [],
  );
}
