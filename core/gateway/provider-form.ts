/** A setting of a provider as a form asks for it, made from the schema that checks the configuration. */
export interface FormField {
  /** The name in the configuration. */
  name: string;
  /** `json` is for lists and objects; `template` for a text, or an object with one text for each language. */
  type: "text" | "lines" | "number" | "choice" | "switch" | "json" | "template";
  required: boolean;
  /** What counts if it is left empty. */
  default: string;
  /** Shown while it is empty, where there is no default. */
  example: string;
  choices: string[];
  /** Written and never shown. */
  secret: boolean;
  /** A password or a key as a whole, which is typed unseen. */
  masked: boolean;
  /** Below the fold: most carriers need no other value. */
  advanced: boolean;
}

/** What a form holds: texts by the names of fields, `on` or `off` for a switch. */
export type FormValues = Record<string, string>;

/** A provider as its form opens. */
export interface OpenedForm {
  name: string;
  values: FormValues;
  /** The secrets that have a value. */
  kept: string[];
  /** Tells this state of the configuration from any other. */
  revision: string;
}
