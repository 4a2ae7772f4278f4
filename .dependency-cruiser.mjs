/**
 * Dependencies between layers go one way: app, bin, server → services → db, providers → runtime → core. A layer may
 * import itself and what is listed for it; any other import is an error.
 */
const layers = {
  core: [],
  runtime: ["core"],
  db: ["core", "runtime"],
  providers: ["core", "runtime"],
  services: ["core", "runtime", "db", "providers", "i18n/(locale|messages)"],
  server: [
    "core",
    "runtime",
    "services",
    "db/(migrate|ready|readiness|batches)",
    "providers/sandbox",
    "app/api",
  ],
  app: ["core", "runtime", "services", "components", "i18n"],
  components: ["core", "i18n"],
  i18n: ["core"],
  bin: ["core", "runtime", "services", "server", "db/(migrate|ready)", "providers/smpp/wire"],
  e2e: ["core", "runtime", "services", "db", "bin", "i18n/(locale|messages)"],
  bench: ["core", "runtime", "services", "db", "bin", "e2e/kannel"],
};

/**
 * The groups of services/, and which other groups each may import. Omissions are intentional: templates and customers
 * do not depend on sending, and only the gateway's first start depends on users.
 */
const services = {
  access: ["audit", "gateway"],
  "api-access": ["customers", "sending"],
  audit: ["gateway"],
  binds: [],
  customers: ["access", "audit", "gateway"],
  figures: ["audit", "customers", "gateway"],
  gateway: ["audit", "customers", "reports", "templates", "users"],
  mail: ["audit", "gateway"],
  notices: [],
  "message-log": ["audit", "gateway", "sending"],
  providers: ["audit", "binds", "gateway", "reports", "sending"],
  reports: ["sending"],
  requests: ["gateway", "sending"],
  routing: ["audit", "sending"],
  search: ["sending"],
  sending: ["binds", "customers", "gateway", "reports"],
  templates: ["audit", "notices"],
  upkeep: ["access", "audit", "customers", "figures", "gateway", "notices", "providers", "sending"],
  users: ["access", "audit", "mail"],
};

/** Small libraries without I/O that core/ may use. */
const pureLibraries = "^node_modules/(bowser|diff|libphonenumber-js|otpauth|uqr|zod)/";
const everyLayer = Object.keys(layers).join("|");

/**
 * Tests and their helpers, which are `test-….ts` beside them and, where many folders use them, in bin/fixtures/. They may
 * import any layer; nothing else may import them.
 */
const tests = "\\.(test|spec)\\.tsx?$|/test-[\\w-]+\\.ts$|^bin/fixtures/";

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `${layer}-imports`,
  comment: `${layer}/ may import ${allowed.join(", ") || "no other layer"}`,
  severity: "error",
  from: { path: `^${layer}/`, pathNot: tests },
  to: { path: `^(${everyLayer})/`, pathNot: [layer, ...allowed].map((path) => `^${path}(/|\\.)`) },
}));

const serviceRules = Object.entries(services).map(([group, allowed]) => ({
  name: `services-${group}-imports`,
  comment: `services/${group}/ may import ${allowed.join(", ")}`,
  severity: "error",
  from: { path: `^services/${group}/`, pathNot: tests },
  to: { path: "^services/", pathNot: [group, ...allowed].map((name) => `^services/${name}/`) },
}));

export default {
  forbidden: [
    ...layerRules,
    ...serviceRules,
    {
      name: "services-in-groups",
      comment: "Each service is in the folder of its noun, and each folder is in the list above",
      severity: "error",
      from: { path: "^services/", pathNot: `^services/(${Object.keys(services).join("|")})/` },
      to: {},
    },
    {
      name: "core-is-pure",
      severity: "error",
      from: { path: "^core/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional"], pathNot: pureLibraries },
    },
    {
      name: "core-does-no-io",
      comment: "node:net's address arithmetic is pure; nothing else of Node is",
      severity: "error",
      from: { path: "^core/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?net$" },
    },
    {
      name: "plain-node",
      comment: "What the server and the command line import runs in plain Node: no React, no Next modules",
      severity: "error",
      from: { path: "^(core|runtime|db|providers|services|server|bin|app/api)/", pathNot: "^app/api/auth/" },
      to: {
        path: "\\.tsx$|^node_modules/(next-auth|next/.+|server-only|react|react-dom)/?",
        pathNot: "^node_modules/next/dist/server/next\\.(js|d\\.ts)$|^node_modules/next/types",
      },
    },
    {
      name: "no-circular",
      comment: "Types included: two files whose types need each other belong in one file",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "pages-do-not-migrate",
      comment:
        "Next bundles what app/ imports; migrations are files that are not next to a bundle, so the build would fail",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^db/migrations\\.ts$", reachable: true },
    },
    {
      name: "connections-are-made-in-one-place",
      comment:
        "Only runtime/database/ creates connections, with the settings that each needs; others may import the driver's types",
      severity: "error",
      from: {
        path: "^(app|bin|components|core|db|providers|runtime|server|services)/",
        pathNot: [tests, "^runtime/database/"],
      },
      to: { path: "^node_modules/(postgres|pg|pg-pool)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "smpp-is-wrapped",
      comment:
        "npm's smpp encodes and decodes PDUs in one file; docs/decisions.md says why nothing else of it is used",
      severity: "error",
      from: { pathNot: [tests, "^providers/smpp/wire/pdu\\.ts$"] },
      to: { path: "^node_modules/smpp/" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "not-to-tests",
      severity: "error",
      from: { pathNot: tests },
      to: { path: tests },
    },
  ],
  options: {
    doNotFollow: { path: "^node_modules/" },
    exclude: { path: "^(\\.next|data|drizzle)/" },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      conditionNames: ["import", "node", "types", "default"],
      exportsFields: ["exports"],
    },
    parser: "swc",
  },
};
