import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunningServer } from "#server/main.ts";
import { type FirstUsers, setUp } from "#services/gateway/setup.ts";

/**
 * If there is no admin yet: creates the first users, stores their passwords in `DATA_DIR/initial-credentials.txt` (mode
 * 600), and prints them on a terminal. Other outputs (a service's journal, a container's log) are stored and read by
 * others, so they only get the file's path. Called once the server listens.
 */
export async function firstStart({
  embedded,
  server,
  dataDir,
  terminal,
  say,
}: {
  embedded: boolean;
  server: Pick<RunningServer, "url" | "here">;
  dataDir: string;
  /** Whether the output is a terminal, which stores nothing. */
  terminal: boolean;
  say: (text: string) => void;
}): Promise<void> {
  const file = join(dataDir, "initial-credentials.txt");
  const made = await setUp({ demo: embedded, here: new URL(server.here).hostname }, async (users) => {
    await writeFile(`${file}.new`, `${summary(users, server)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  });
  if (!made) return say(`\nAman Gate is at ${server.url}`);
  say(terminal ? `\n${summary(made, server)}\n\nKept in ${file}` : `\n${withoutSecrets(made, server, file)}`);
}

function summary({ admin, demo }: FirstUsers, { url, here }: Pick<RunningServer, "url" | "here">): string {
  const lines = [`Aman Gate is at ${url}`, "", `Admin      ${admin.email}  ${admin.password}`];
  if (demo) {
    lines.push(
      `Developer  ${demo.developer.email}  ${demo.developer.password}`,
      "",
      "Send an OTP (the sandbox receives it; see it with: npm run -s gate -- inbox):",
      "",
      curl(here, demo.token, demo.templateId),
    );
  }
  return lines.join("\n");
}

function withoutSecrets(
  { demo }: FirstUsers,
  { url, here }: Pick<RunningServer, "url" | "here">,
  file: string,
): string {
  const lines = [`Aman Gate is at ${url}`, "", `The first sign-ins are in ${file}`];
  if (demo) {
    lines.push(
      "",
      "Send an OTP (TOKEN is in that file, too; the sandbox receives it; see it with: npm run -s gate -- inbox):",
      "",
      curl(here, "TOKEN", demo.templateId),
    );
  }
  return lines.join("\n");
}

function curl(here: string, token: string, templateId: number): string {
  return `curl -X POST ${here}/api/otp/send/ -H "Authorization: Token ${token}" -H "Content-Type: application/json" -d '{"gsm":"963911000000","template_id":${templateId},"code":"482910","language":1}'`;
}
