/** An OpenAPI document, as far as ours uses the format. */
export interface OpenApiDocument {
  openapi: string;
  info: {
    title: string;
    version: string;
    summary: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  tags: { name: string }[];
  /** By path and, in lower case, method. */
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { securitySchemes: Record<string, object>; schemas: Record<string, OpenApiSchema> };
}

export interface OpenApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters?: OpenApiParameter[];
  requestBody?: { required: boolean; content: { "application/json": { schema: OpenApiReference } } };
  /** By status. */
  responses: Record<string, OpenApiResponse>;
}

export interface OpenApiParameter {
  name: string;
  in: "header" | "path";
  required: boolean;
  description?: string;
  schema: OpenApiSchema;
}

export interface OpenApiResponse {
  description: string;
  headers: Record<string, { description?: string; schema: OpenApiSchema }>;
  content: {
    "application/json": { schema: OpenApiReference; examples: Record<string, { value: unknown }> };
  };
}

/** A schema of `components`, by its path in the document. */
export interface OpenApiReference {
  $ref: string;
}

/** A JSON schema. */
export interface OpenApiSchema {
  required?: string[];
  properties?: Record<string, OpenApiSchema>;
  maxLength?: number;
  examples?: unknown[];
  [keyword: string]: unknown;
}
