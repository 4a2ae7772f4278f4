import { z } from "zod";
import type { ProviderKind } from "#core/gateway/provider.ts";
import type { FormField, FormValues } from "#core/gateway/provider-form.ts";

/** The settings that a form shows first; what is required is among them anyway. */
const FIRST: Record<ProviderKind, readonly string[]> = {
  sandbox: ["delay_ms", "reports", "timeout_ms"],
  http: ["method", "url", "headers", "body", "body_format", "success", "id_pattern", "reports"],
  smpp: ["host", "port", "system_id", "password", "sender", "bind", "binds", "tls"],
  syriatel: ["user", "password", "sender", "mode", "templates"],
  mtn_syria: ["user", "password", "sender"],
};

/** Settings that are credentials, or may contain them. */
const SECRETS: Record<ProviderKind, readonly string[]> = {
  sandbox: [],
  http: ["url", "headers", "body", "proxy", "poll"],
  smpp: ["password", "proxy"],
  syriatel: ["password", "parameters", "proxy"],
  mtn_syria: ["password", "parameters", "proxy"],
};

/** Texts of several lines. */
const LINES = new Set(["ca"]);

interface Property {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: unknown[];
  default?: unknown;
}

/** The form of a kind, from the JSON Schema of what its configuration may be. */
export function formFields(kind: ProviderKind, schema: z.ZodType): FormField[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
  }) as { properties?: Record<string, Property>; required?: string[] };
  const fields = Object.entries(properties).map(([name, property]): FormField => {
    const type = typeOf(name, property);
    return {
      name,
      type,
      required: required.includes(name),
      default: textOf(property.default, type),
      example: "",
      choices: choicesOf(property),
      secret: SECRETS[kind].includes(name),
      masked: name === "password",
      advanced: !required.includes(name) && !FIRST[kind].includes(name),
    };
  });
  const place = ({ name }: FormField) => FIRST[kind].indexOf(name);
  const first = fields.filter(({ advanced }) => !advanced).sort((a, b) => place(a) - place(b));
  return [...first, ...fields.filter(({ advanced }) => advanced)];
}

const choicesOf = (property: Property): string[] =>
  property.enum?.map(String) ?? (property.const === undefined ? [] : [String(property.const)]);

function typeOf(name: string, property: Property): FormField["type"] {
  if (choicesOf(property).length > 0) return "choice";
  if (property.anyOf) return "template";
  if (property.type === "boolean") return "switch";
  if (property.type === "integer" || property.type === "number") return "number";
  if (property.type === "string") return LINES.has(name) ? "lines" : "text";
  return "json";
}

function textOf(value: unknown, type: FormField["type"]): string {
  if (value === undefined) return "";
  if (type === "switch") return value ? "on" : "off";
  if (typeof value === "string") return value;
  const empty = type === "json" && Object.keys(value as object).length === 0;
  return empty ? "" : type === "number" ? String(value) : JSON.stringify(value, null, 2);
}

/** A configuration as the form shows it. Secrets are left out, and named instead. */
export function toForm(fields: FormField[], config: unknown): { values: FormValues; kept: string[] } {
  const given = Object(config) as Record<string, unknown>;
  const set = fields.filter(({ name }) => given[name] !== undefined);
  return {
    values: Object.fromEntries(
      set.filter(({ secret }) => !secret).map(({ name, type }) => [name, textOf(given[name], type)]),
    ),
    kept: set.filter(({ secret }) => secret).map(({ name }) => name),
  };
}

/**
 * The configuration that a filled-in form means. What is left empty is not set, so that its default counts; a secret
 * that is left empty stays as it is stored.
 */
export function fromForm(
  fields: FormField[],
  values: FormValues,
  stored: unknown,
): { config: Record<string, unknown>; unreadable: string[] } {
  const before = Object(stored) as Record<string, unknown>;
  const config: Record<string, unknown> = {};
  const unreadable: string[] = [];
  for (const { name, type, secret } of fields) {
    const text = Object.hasOwn(values, name) ? String(values[name]) : "";
    if (text.trim() === "") {
      if (secret && before[name] !== undefined) config[name] = before[name];
      continue;
    }
    const value = readAs(text, type);
    if (value === undefined) unreadable.push(name);
    else config[name] = value;
  }
  return { config, unreadable };
}

/** Undefined if the text cannot be read. */
function readAs(text: string, type: FormField["type"]): unknown {
  switch (type) {
    case "switch":
      return text === "on";
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
    case "json":
      return parsed(text);
    case "template": {
      const variants = parsed(text);
      return isVariants(variants) ? variants : text;
    }
    default:
      return text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A body may be JSON itself, so only an object with exactly these texts means one for each. */
function isVariants(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const names = Object.keys(value).toSorted().join(" ");
  return (
    (names === "arabic english" || names === "gsm ucs2") &&
    Object.values(value).every((each) => typeof each === "string")
  );
}
