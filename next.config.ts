import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  // Every path is served with and without a trailing slash: a redirect would lose a POST's body.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  // `bin/build/build.ts` derives it from the sources; anything else may have one that Next makes up.
  generateBuildId: () => process.env.BUILD_ID || null,
  // A browser asks for it where it has not read a page's own icon yet.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  reactStrictMode: true,
  // No page uses it, and anybody could have it work: it makes requests of its own past the server in front, and keeps a copy
  // of the logo on the disk for every way to write its address.
  images: { unoptimized: true },
  // Types are checked by `npm run check` with TypeScript 7, which has no API for Next to call.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg-boss", "pino", "prom-client", "@node-rs/argon2", "postgres", "smpp", "undici"],
  experimental: { optimizePackageImports: ["@heroui/react", "lucide-react"] },
};

export default createNextIntlPlugin("./app/words.ts")(config);
