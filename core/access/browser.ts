import Bowser from "bowser";

/** Browser and system, as far as the user agent tells; null for what it does not tell. */
export interface BrowserName {
  browser: string | null;
  system: string | null;
  isPhone: boolean;
}

/** Reads a `User-Agent` header so that people can recognise their own browser. No decision depends on it. */
export function browserOf(userAgent: string | null): BrowserName {
  if (!userAgent?.trim()) return { browser: null, system: null, isPhone: false };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    browser: browser.name || null,
    system: os.name || null,
    isPhone: platform.type === "mobile" || platform.type === "tablet",
  };
}
