import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { terminalPicture } from "./terminal-picture";

const root = join(__dirname, "../..");

/** The picture of what `npm start` prints. */
export function previewPicture(): string {
  const args = ["preview", "--stack", "dev", "--policy-pack", "policy", "--policy-pack-config", "policy/config.json"];
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, "bin/cli/cli.js"), ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "100", NO_COLOR: "1" },
  });
  if (stdout === "") {
    throw new Error(`the preview of the dev stack printed nothing:\n${stderr}`);
  }
  return terminalPicture(stdout);
}
