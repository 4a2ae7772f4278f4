/** The states of a template: of its newest version, or archived. Browsers load this file. */
export const TEMPLATE_STATES = ["draft", "pending", "approved", "rejected", "revoked", "archived"] as const;
export type TemplateState = (typeof TEMPLATE_STATES)[number];
