import { launch } from "./launch.mjs";

// Building and serving need no development dependencies; `npm run dev` compiles as it goes and has them all.
const dev = process.argv[2] === "dev";
await launch("start", { dev, bundle: !dev, settings: true, progress: process.stdout });
