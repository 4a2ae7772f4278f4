import { launch } from "./launch.mjs";

await launch("screenshots", { room: "e2e", dev: true });
