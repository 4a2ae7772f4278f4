import { launch } from "./launch.mjs";

// Building and serving need no development dependencies; `npm run dev` compiles as it goes and has them all.
await launch("start", { dev: process.argv[2] === "dev", progress: process.stdout });
