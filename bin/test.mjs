import { launch } from "./launch.mjs";

await launch("test", { dev: true, progress: process.stdout });
