import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { addSettings, EnvironmentError, isSetting } from "#runtime/env.ts";
import { codeOf } from "./start-error.ts";

const root = dirname(dirname(import.meta.dirname));

/**
 * Adds the settings of the file `.env` next to package.json to the environment, which takes precedence. ENV_FILE names another
 * file, or if it is empty none. Call it before anything reads a setting.
 * @throws {EnvironmentError} if the file cannot be read, or sets what is not a setting.
 */
export function readSettingsFile(): void {
  const { ENV_FILE } = process.env;
  const path = resolve(ENV_FILE ?? join(root, ".env"));
  const settings = ENV_FILE === "" ? {} : settingsIn(path, ENV_FILE !== undefined);
  const unknown = Object.keys(settings).filter((name) => !isSetting(name));
  if (unknown.length > 0) {
    throw new EnvironmentError(
      `${path} sets what is not a setting: ${unknown.join(", ")}; docs/operations.md lists all settings`,
    );
  }
  // Relative to the code, not to the working directory.
  addSettings({ DATA_DIR: join(root, "data"), ...settings });
}

function settingsIn(path: string, required: boolean): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" && !required) return {};
    throw new EnvironmentError(
      code === "EACCES"
        ? `${path} is closed to this user: make it readable for the user who runs the gateway (chown)`
        : `${path} cannot be read (${code ?? error}): ENV_FILE names the file with the settings`,
    );
  }
}
