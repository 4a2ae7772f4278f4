import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type FirstUsers, setUp } from "#services/setup.ts";

/**
 * Where there is no admin yet: makes the first users, keeps their sign-ins in
 * `DATA_DIR/initial-credentials.txt` (mode 600) and prints them. Called once the server listens.
 */
export async function firstStart({
  embedded,
  url,
  dataDir,
  say,
}: {
  embedded: boolean;
  url: string;
  dataDir: string;
  say: (text: string) => void;
}): Promise<void> {
  const file = join(dataDir, "initial-credentials.txt");
  const made = await setUp({ demo: embedded }, async (users) => {
    await writeFile(`${file}.new`, `${summary(users, url)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  });
  say(made ? `\n${summary(made, url)}\n\nKept in ${file}` : `\nAman Gate is at ${url}`);
}

function summary({ admin, demo }: FirstUsers, url: string): string {
  const lines = [`Aman Gate is at ${url}`, "", `Admin      ${admin.email}  ${admin.password}`];
  if (demo) {
    lines.push(
      `Developer  ${demo.developer.email}  ${demo.developer.password}`,
      "",
      "Send an OTP (the sandbox receives it; see it with: npm run -s gate -- inbox):",
      "",
      `curl -X POST ${url}/api/otp/send/ -H "Authorization: Token ${demo.token}" -H "Content-Type: application/json" -d '{"gsm":"963911000000","template_id":${demo.templateId},"code":"482910","language":1}'`,
    );
  }
  return lines.join("\n");
}
