import type { PresetId } from "#core/gateway/provider-preset.ts";

/** The blanks that presets leave. */
export const BLANKS = {
  /** An origin, such as http://127.0.0.1:13013; a path behind it is allowed. */
  address: { secret: false, kind: "address" },
  user: { secret: false, kind: "text" },
  password: { secret: true, kind: "text" },
  account_sid: { secret: false, kind: "text" },
  auth_token: { secret: true, kind: "text" },
  api_key: { secret: true, kind: "text" },
  api_secret: { secret: true, kind: "text" },
  app_sid: { secret: true, kind: "text" },
  /** As it is, or `{{sender}}` for that of the account. */
  sender: { secret: false, kind: "text" },
  /** Where the carrier reaches this gateway with its reports. */
  gateway: { secret: false, kind: "address" },
} as const;
export type BlankName = keyof typeof BLANKS;

/** A blank as a preset asks for it. */
export interface PresetBlank {
  name: BlankName;
  example: string;
  /** What stands in the form until it is changed. */
  default?: string;
}

/**
 * A configuration of kind `http` for one carrier, made from its public documentation, with blanks to fill in. In texts a
 * blank is `[[name]]`; `[[basic user password]]` is HTTP's Basic authentication of two of them.
 */
export interface Preset {
  id: PresetId;
  name: string;
  /** Where the carrier documents what stands in the configuration. */
  documentation: readonly string[];
  /** When the documentation was read: year and month. */
  checked: string;
  blanks: readonly PresetBlank[];
  configuration: PresetConfiguration;
}

export interface PresetConfiguration {
  url: string | Record<"gsm" | "ucs2", string>;
  headers?: Record<string, string>;
  body?: string | Record<"gsm" | "ucs2", string>;
  [setting: string]: unknown;
}
