import type { OpenApiDocument, OpenApiOperation } from "./openapi-document.ts";

/** A Postman collection, as far as ours uses the format. */
export interface PostmanCollection {
  info: { name: string; description: string; schema: string };
  auth: { type: "apikey"; apikey: PostmanVariable[] };
  variable: PostmanVariable[];
  item: PostmanItem[];
}

interface PostmanVariable {
  key: string;
  value: string;
  type?: "string";
  description?: string;
}

interface PostmanItem {
  name: string;
  request: PostmanRequest;
  response: {
    name: string;
    originalRequest: PostmanRequest;
    code: number;
    status: string;
    header: PostmanVariable[];
    _postman_previewlanguage: "json";
    body: string;
  }[];
}

interface PostmanRequest {
  method: string;
  header: (PostmanVariable & { disabled?: boolean })[];
  url: { raw: string; host: string[]; path: string[]; variable?: PostmanVariable[] };
  body?: { mode: "raw"; raw: string; options: { raw: { language: "json" } } };
  description: string;
}

const SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const JSON_HEADER = { key: "Content-Type", value: "application/json" };

/**
 * A Postman collection made from the OpenAPI description, so that the two never differ: a request for each operation,
 * with its answers as examples. Address and token are variables.
 */
export function postman(description: OpenApiDocument): PostmanCollection {
  const { title, description: about } = description.info;
  return {
    info: { name: title, description: about, schema: SCHEMA },
    auth: {
      type: "apikey",
      apikey: [
        { key: "key", value: "Authorization", type: "string" },
        { key: "value", value: "Token {{token}}", type: "string" },
        { key: "in", value: "header", type: "string" },
      ],
    },
    variable: [
      { key: "baseUrl", value: description.servers[0]!.url, type: "string" },
      { key: "token", value: "", type: "string", description: "Your API token" },
    ],
    item: Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) =>
        itemOf(description, { path, method, operation }),
      ),
    ),
  };
}

function itemOf(
  description: OpenApiDocument,
  { path, method, operation }: { path: string; method: string; operation: OpenApiOperation },
): PostmanItem {
  const request = requestOf(description, { path, method, operation });
  const responses: PostmanItem["response"] = Object.entries(operation.responses).flatMap(
    ([code, { description: status, content }]) =>
      Object.entries(content["application/json"].examples).map(([name, { value }]) => ({
        name: `${code} ${name}`,
        originalRequest: request,
        code: Number(code),
        status,
        header: [JSON_HEADER],
        _postman_previewlanguage: "json",
        body: JSON.stringify(value, null, 2),
      })),
  );
  return { name: operation.summary, request, response: responses };
}

function requestOf(
  description: OpenApiDocument,
  { path, method, operation }: { path: string; method: string; operation: OpenApiOperation },
): PostmanRequest {
  const parameters = operation.parameters ?? [];
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  const body = bodyOf(description, operation);
  const segments = path.split("/").slice(1);
  // Postman writes a variable of a path as `:id`.
  const written = segments.map((segment) => segment.replace(/^\{(.+)\}$/, ":$1"));
  return {
    method: method.toUpperCase(),
    header: [
      ...(body ? [JSON_HEADER] : []),
      ...parameters
        .filter((parameter) => parameter.in === "header")
        .map(({ name, description: about, required }) => ({
          key: name,
          value: "",
          description: about ?? "",
          // Sent only by somebody who ticks it.
          disabled: !required,
        })),
    ],
    url: {
      raw: `{{baseUrl}}/${written.join("/")}`,
      host: ["{{baseUrl}}"],
      path: written,
      ...(inPath.length > 0 && {
        variable: inPath.map(({ name, description: about }) => ({
          key: name,
          value: "1",
          description: about ?? "",
        })),
      }),
    },
    ...(body && {
      body: { mode: "raw", raw: JSON.stringify(body, null, 2), options: { raw: { language: "json" } } },
    }),
    description: operation.summary,
  };
}

/** The examples of the fields. */
function bodyOf(
  { components }: OpenApiDocument,
  { requestBody }: OpenApiOperation,
): Record<string, unknown> | null {
  const reference = requestBody?.content["application/json"].schema.$ref;
  if (!reference) return null;
  const properties = components.schemas[reference.split("/").at(-1)!]?.properties ?? {};
  return Object.fromEntries(Object.entries(properties).map(([name, { examples }]) => [name, examples?.[0]]));
}
