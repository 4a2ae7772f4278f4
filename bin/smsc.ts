import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { finishOutput, print } from "#runtime/output.ts";
import { codeOf } from "./process/start-error.ts";
import { stopSignal } from "./process/stop-signal.ts";
import { FINAL_STATES, startRehearsal } from "./smsc/rehearsal.ts";

const wholeNumber = (most: number) => (text: string) => {
  if (!/^\d+$/.test(text) || Number(text) > most)
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${most}.`);
  return Number(text);
};

const program = new Command("npm run smsc --")
  .description(
    "An SMSC to rehearse with: it speaks SMPP 3.4, accepts every message, prints it with its text, and sends a delivery receipt. Nothing is sent to any phone.",
  )
  .option("--host <address>", "where it listens", "127.0.0.1")
  .option("--port <port>", "where it listens", wholeNumber(65_535), 2775)
  .option("--password <text>", "refuse binds with another one (default: accept any)")
  .addOption(
    new Option("--receipt <state>", "what its receipts say")
      .choices([...Object.keys(FINAL_STATES), "none"])
      .default("delivered"),
  )
  .option("--after <seconds>", "when it sends the receipt", wholeNumber(86_400), 2)
  .exitOverride();

const { stop } = stopSignal();
let code = 0;
try {
  const options = program.parse().opts();
  const smsc = await startRehearsal(options as Parameters<typeof startRehearsal>[0], (line) =>
    print(1, `${new Date().toLocaleTimeString("en-GB")}  ${line}`),
  );
  print(1, `The SMSC listens on ${options.host}, port ${smsc.port}; Ctrl-C ends it.`);
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener("abort", resolve, { once: true }));
  await smsc.close();
} catch (error) {
  if (error instanceof CommanderError) {
    code = error.exitCode === 0 ? 0 : 2;
  } else if (codeOf(error)) {
    print(2, `The SMSC cannot listen there: ${(error as Error).message}`);
    code = 1;
  } else throw error;
}
await finishOutput();
process.exit(code);
