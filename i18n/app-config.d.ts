import type { Locale } from "./locale.ts";
import type { Messages } from "./messages.ts";

// A key that English does not have does not compile.
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
