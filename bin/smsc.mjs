import { launch } from "./launch.mjs";

await launch("smsc", { progress: process.stdout });
