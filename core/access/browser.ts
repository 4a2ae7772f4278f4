import Bowser from "bowser";

/** Which browser it is, as far as its user agent tells; null for what it does not. */
export interface BrowserName {
  browser: string | null;
  system: string | null;
  isPhone: boolean;
}

/** Reads a `User-Agent` header for people to recognise their own browser by. Nothing is decided by it. */
export function browserOf(userAgent: string | null): BrowserName {
  if (!userAgent?.trim()) return { browser: null, system: null, isPhone: false };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    browser: browser.name || null,
    system: os.name || null,
    isPhone: platform.type === "mobile" || platform.type === "tablet",
  };
}
