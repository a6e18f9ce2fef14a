import { basename, dirname, join, sep } from "node:path";

const cli = dirname(dirname(__dirname));
const sources = basename(dirname(cli)) === "bin" ? join(cli, "../..", basename(cli)) : cli;
const OWN = [cli, sources].map((directory) => join(directory, "preview", "process") + sep);

/** Whether a line of a stack trace lies in the preview's part of a program's process. */
export function isOwnFrame(line: string): boolean {
  return /^\s*at /.test(line) && OWN.some((directory) => line.includes(directory));
}

/** Text without the lines of stack traces that lie in the preview's part of a program's process. */
export function withoutOwnFrames(text: string): string {
  return text
    .split("\n")
    .filter((line) => !isOwnFrame(line))
    .join("\n");
}
