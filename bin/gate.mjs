import { launch } from "./launch.mjs";

await launch("gate", { bundle: true, settings: true });
