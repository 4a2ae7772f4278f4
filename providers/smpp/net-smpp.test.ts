import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { ConnectionReport } from "../provider.ts";
import { testDelivery } from "../test-delivery.ts";
import { smppConfig } from "./config.ts";
import { SmppProvider } from "./smpp.ts";
import { testSlots } from "./test-slots.ts";

// An SMSC whose SMPP was written by others. `.ci/run` installs it.
const isThere = spawnSync("perl", ["-MNet::SMPP", "-e", "1"]).status === 0;

test("Perl's Net::SMPP parses the submits, and its receipts are parsed", async () => {
  expect(isThere, "Net::SMPP is missing: apt-get install libnet-smpp-perl").toBe(true);
  const smsc = spawn("perl", [join(import.meta.dirname, "test-net-smpp.pl")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(smsc, "exit");
  const lines: string[] = [];
  const output = createInterface(smsc.stdout);
  const first = once(output, "line");
  output.on("line", (line) => lines.push(line));
  const [port] = await first;
  const reports: ConnectionReport[] = [];
  const provider = new SmppProvider(
    smppConfig.parse({
      host: "127.0.0.1",
      port: Number(port.slice("port ".length)),
      system_id: "gate",
      password: "secret",
      sender: "Aman Gate",
      id_response: "hex",
      id_receipt: "decimal",
    }),
    {
      name: "perl",
      onReport: async (report) => void reports.push(report),
      onLateKeys: () => {},
      reportUrl: () => null,
      slots: testSlots(),
    },
  );
  try {
    const send = (text: string) =>
      provider.deliver(
        testDelivery({ messageId: 0x102, reference: () => "258.123456", text, language: 0 }),
        () => {},
      );
    const outcome = await send("Code [482910] €");
    expect(outcome).toMatchObject({ kind: "accepted", ref: "AC", reportKeys: [["number 172 11000005"]] });
    expect(await send("ر".repeat(71))).toMatchObject({ kind: "accepted", ref: "AD, AE" });
    await expect.poll(() => reports).toHaveLength(3);
    expect(reports[0]).toEqual({
      kind: "delivered",
      keys: [["number 172 11000005"]],
      word: "DELIVRD err:000",
    });
  } finally {
    await provider.close();
    smsc.kill();
  }
  await ended;
  const hex = (text: string) => Buffer.from(text, "utf16le").swap16().toString("hex");
  const is = (word: string) => (line: string) => line.startsWith(word);
  expect(lines.filter(is("bind"))).toEqual(["bind gate secret 52"]);
  expect(lines.filter(is("submit"))).toEqual([
    `submit 5 Aman Gate 963911000005 0 0 000000000500000R ${Buffer.from("Code \x1b<482910\x1b> \x1be", "latin1").toString("hex")}`,
    `submit 5 Aman Gate 963911000005 64 8 000000000500000R 06080401020201${hex("ر".repeat(66))}`,
    `submit 5 Aman Gate 963911000005 64 8 000000000500000R 06080401020202${hex("ر".repeat(5))}`,
  ]);
  expect(lines.filter(is("receipt"))).toEqual(["receipt 0", "receipt 0", "receipt 0"]);
  expect(lines.at(-1)).toBe("unbind");
});
