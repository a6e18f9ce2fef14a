import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { terminalPicture } from "./terminal-picture";

const root = join(__dirname, "../..");

// `npm run picture` renders the output of `npm start` for README.
const { stdout } = spawnSync("npm", ["start", "--silent"], { cwd: root, encoding: "utf8" });
writeFileSync(join(root, "docs/preview.svg"), terminalPicture(stdout));
