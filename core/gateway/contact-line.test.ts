import { expect, test } from "vitest";
import { addressOf, saysAddress } from "./contact-line.ts";

test.each([
  ["Call 0944 123 456", "tel:+963944123456", true],
  ["اتصل بنا على ٠٩٤٤ ١٢٣ ٤٥٦", "tel:+963944123456", true],
  ["Call +963-944-123-456, from 9 to 5", "tel:0944123456", true],
  ["Call us, from 9 to 5", "tel:+963944123456", false],
  ["Call 0944 123 457", "tel:+963944123456", false],
  ["Call us", "tel:", false],
  ["Write to Help@example.com", "mailto:help@example.com", true],
  ["Write to us", "mailto:help@example.com", false],
  ["See example.com/help", "https://example.com/help/", true],
  ["See our page", "https://example.com/help", false],
])("%s with the link %s: the address is shown already: %s", (text, link, said) => {
  expect(saysAddress(text, link)).toBe(said);
});

test("an address is shown without its scheme", () => {
  expect(["tel:+963944123456", "mailto:help@example.com", "https://example.com/"].map(addressOf)).toEqual([
    "+963944123456",
    "help@example.com",
    "example.com",
  ]);
});
