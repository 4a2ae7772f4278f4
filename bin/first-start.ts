import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunningServer } from "#server/main.ts";
import { type FirstUsers, setUp } from "#services/gateway/setup.ts";

/**
 * Where there is no admin yet: makes the first users, keeps their sign-ins in
 * `DATA_DIR/initial-credentials.txt` (mode 600) and prints them. Called once the server listens.
 */
export async function firstStart({
  embedded,
  server,
  dataDir,
  say,
}: {
  embedded: boolean;
  server: Pick<RunningServer, "url" | "here">;
  dataDir: string;
  say: (text: string) => void;
}): Promise<void> {
  const file = join(dataDir, "initial-credentials.txt");
  const made = await setUp({ demo: embedded, here: new URL(server.here).hostname }, async (users) => {
    await writeFile(`${file}.new`, `${summary(users, server)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  });
  say(made ? `\n${summary(made, server)}\n\nKept in ${file}` : `\nAman Gate is at ${server.url}`);
}

function summary({ admin, demo }: FirstUsers, { url, here }: Pick<RunningServer, "url" | "here">): string {
  const lines = [`Aman Gate is at ${url}`, "", `Admin      ${admin.email}  ${admin.password}`];
  if (demo) {
    lines.push(
      `Developer  ${demo.developer.email}  ${demo.developer.password}`,
      "",
      "Send an OTP (the sandbox receives it; see it with: npm run -s gate -- inbox):",
      "",
      `curl -X POST ${here}/api/otp/send/ -H "Authorization: Token ${demo.token}" -H "Content-Type: application/json" -d '{"gsm":"963911000000","template_id":${demo.templateId},"code":"482910","language":1}'`,
    );
  }
  return lines.join("\n");
}
