import { launch } from "./launch.mjs";

await launch("bench", { room: "bench", dev: true });
