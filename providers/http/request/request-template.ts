import { choose, type PerVariant, textsOf, unusableUrl, type Variant } from "./fields.ts";
import { type BodyTemplate, bodyTemplate, headerTemplate, type Template, urlTemplate } from "./template.ts";

/** The part of a configuration that describes a request. */
export interface RequestConfig {
  url: PerVariant;
  headers: Record<string, string>;
  body?: PerVariant | undefined;
  body_format?: "plain" | undefined;
}

/** Why the request could fail, or carry more than it should. */
export function requestProblems(config: RequestConfig): { path: string[]; message: string }[] {
  const problems: { path: string[]; message: string }[] = [];
  const complain = (path: string[], message: string) => problems.push({ path, message });
  for (const [path, url] of textsOf("url", config.url)) {
    const why = unusableUrl(url);
    for (const problem of why ? [why] : urlTemplate(url).problems) complain(path, problem);
  }
  for (const [name, value] of Object.entries(config.headers)) {
    for (const problem of headerTemplate(value).problems) complain(["headers", name], problem);
  }
  const bodies = textsOf("body", config.body).map(
    ([path, body]) => [path, bodyTemplate(body, bodyGiven(config))] as const,
  );
  for (const [path, { problems: found }] of bodies) {
    for (const problem of found) complain(path, problem);
  }
  if (config.body_format === "plain" && bodies.every(([, { format }]) => format !== "plain")) {
    const is = bodies[0]?.[1].format;
    complain(["body_format"], is ? `cannot be plain, as the body is ${NAMES[is]}` : "needs a body");
  }
  return problems;
}

const NAMES: Record<BodyTemplate["format"], string> = {
  json: "JSON",
  xml: "XML",
  form: "a form",
  plain: "a plain text",
};

const CONTENT_TYPES: Record<BodyTemplate["format"], string> = {
  json: "application/json",
  xml: "application/xml",
  form: "application/x-www-form-urlencoded",
  plain: "text/plain; charset=utf-8",
};

export const contentTypeOf = (headers: Record<string, string>) =>
  Object.entries(headers).findLast(([name]) => name.toLowerCase() === "content-type")?.[1];

const bodyGiven = ({ body_format, headers }: RequestConfig) => ({
  plain: body_format === "plain",
  form: /urlencoded/i.test(contentTypeOf(headers) ?? ""),
});

/** The templates from which requests are made. */
export interface RequestTemplate {
  url: Template;
  /** With names in lower case. */
  headers: [name: string, value: Template][];
  body: BodyTemplate | undefined;
}

/** The templates for messages of one variant. @param config without problems. */
export function requestTemplate(config: RequestConfig, variant: Variant): RequestTemplate {
  const url = choose(config.url, variant);
  const body =
    config.body === undefined ? undefined : bodyTemplate(choose(config.body, variant), bodyGiven(config));
  const all = new Map<string, string>();
  if (body) all.set("content-type", CONTENT_TYPES[body.format]);
  const credentials = basicCredentials(url);
  if (credentials) all.set("authorization", credentials);
  for (const [name, value] of Object.entries(config.headers)) all.set(name.toLowerCase(), value);
  return {
    url: urlTemplate(url),
    headers: [...all].map(([name, value]) => [name, headerTemplate(value)]),
    body,
  };
}

/**
 * `https://user:password@host/` means HTTP Basic authentication, which the client does not derive from the URL by
 * itself.
 */
function basicCredentials(url: string): string | undefined {
  const { username, password } = new URL(url);
  if (username === "" && password === "") return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}
