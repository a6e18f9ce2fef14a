import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The Chromium of this machine. `CHROMIUM` names another one. On a Debian machine without one, root installs it.
 *
 * @throws {Error} when there is none and it cannot be installed
 */
export function installedChromium(): string {
  const found = (): string | undefined => [process.env.CHROMIUM ?? "", ...PATHS].find((path) => existsSync(path));
  const known = found();
  if (known !== undefined) {
    return known;
  }
  const options = { stdio: "ignore" } as const;
  execFileSync("apt-get", ["update"], options);
  execFileSync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], options);
  const installed = found();
  if (installed === undefined) {
    throw new Error("No Chromium was found. Install it, or set CHROMIUM to its path.");
  }
  return installed;
}
