import { dirname } from "node:path";
import { buildIfStale } from "#bin/build/build.ts";

const NODE = 24;

/** Before all tests: the pages as they are served in production. Takes no time where they are built already. */
export default async function build(): Promise<void> {
  if (Number.parseInt(process.versions.node, 10) < NODE) {
    throw new Error(`These tests run on Node ${NODE} and this is ${process.version}: run them with npm test`);
  }
  // biome-ignore lint/suspicious/noConsole: a build takes a minute, and whoever waits should know for what.
  await buildIfStale(dirname(import.meta.dirname), { onProgress: console.log });
}
