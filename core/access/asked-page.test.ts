import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { landingPage, operatorsPage, ownPage, stepAddress } from "./asked-page.ts";

const HERE = "https://gateway.example";

test("pages of the dashboard are accepted with their query", () => {
  for (const page of [
    "/",
    "/?period=30d",
    "/messages?status=failed",
    "/messages?status=failed%2Cunknown&q=%D8%B1%D9%85%D8%B2+x",
    "/admin",
    "/admin/accounts/17/templates/4",
    "/templates/new",
  ]) {
    expect(ownPage(page)).toBe(page);
    expect(landingPage(page, "admin")).toBe(page);
  }
});

test("other hosts, in any notation, and paths that are not pages are refused", () => {
  for (const page of [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/%5cevil.example",
    "%2F%2Fevil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2e//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/messages\n",
    "/messages\0",
    "https://evil.example/messages",
    "https:/messages",
    "javascript:alert(1)",
    "messages",
    "/messages#x",
    "/messages?x=//evil.example",
    "",
    "/api/auth/signout",
    "/sign-in",
    "/sign-in/code?next=%2F",
    "/two-factor",
    "/invite/x",
    `/${"a".repeat(1_000)}`,
    undefined,
    null,
    ["/messages"],
  ]) {
    expect(ownPage(page), String(page)).toBeNull();
    expect(landingPage(page, "admin"), String(page)).toBe("/");
    expect(stepAddress("/sign-in", page), String(page)).toBe("/sign-in");
  }
});

test("a developer who asked for an admin page gets the overview, which says why; similarly named pages are unaffected", () => {
  for (const page of ["/admin", "/admin/approvals", "/admin?period=7d"]) {
    expect(landingPage(page, "developer")).toBe("/?instead-of=operators");
  }
  expect(landingPage("/administration", "developer")).toBe("/administration");
});

test("an operator who asks for a customer's page gets their own of that name, else their overview", () => {
  const own = {
    "/messages?q=%2B963911000000&open=9": "/admin/messages?q=%2B963911000000&open=9",
    "/profile": "/admin/profile",
  };
  for (const [asked, page] of Object.entries(own)) expect(operatorsPage(asked)).toBe(page);
  const none = [
    "/",
    "/tokens",
    "/messages/9",
    "/messagesx",
    "/messages#x",
    "//evil.example/messages",
    "/messages?next=//evil.example",
    null,
  ];
  for (const asked of none) expect(operatorsPage(asked)).toBe("/admin");
});

test("the address of a sign-in step carries the page unless it is the overview", () => {
  expect(stepAddress("/sign-in", "/messages?status=failed")).toBe(
    "/sign-in?next=%2Fmessages%3Fstatus%3Dfailed",
  );
  expect(stepAddress("/two-factor", "/admin/users")).toBe("/two-factor?next=%2Fadmin%2Fusers");
  expect(stepAddress("/sign-in", "/")).toBe("/sign-in");
});

/** Pieces of which open redirects are made. */
const piece = fc.constantFrom(
  ..."/ \\ // %2f %2F %5c %5C . .. %2e @ : ? # & = \t \n \r \0 %09 %0a ; evil.example https: javascript: admin messages".split(
    " ",
  ),
  "\t",
  "\n",
  "\u2028",
  "/",
  "é",
);
const hostile = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

test.prop([fc.oneof(hostile, fc.string({ unit: "binary" }), fc.webUrl()), fc.boolean()], { numRuns: 5_000 })(
  "wherever it leads, it is this origin, by a browser's reading, once decoded as well",
  (text, slash) => {
    const asked = slash ? `/${text}` : text;
    for (const role of ["admin", "developer"] as const) {
      const page = landingPage(asked, role);
      expect(["/", "/?instead-of=operators", asked]).toContain(page);
      for (const read of [page, decoded(page)]) {
        const [path = ""] = read.split("?");
        expect(new URL(path, HERE).origin).toBe(HERE);
        expect(new URL(path, HERE).pathname).toBe(path);
      }
      expect(new URL(page, HERE).origin).toBe(HERE);
    }
    const step = new URL(stepAddress("/sign-in", asked), HERE);
    expect([step.origin, step.pathname]).toEqual([HERE, "/sign-in"]);
    expect(landingPage(step.searchParams.get("next"), "admin")).toBe(landingPage(asked, "admin"));
  },
);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
