/**
 * Quotes a value so that a shell takes it as one word and expands nothing in it.
 *
 * @throws Error when the value holds a NUL, which no argument can.
 */
export function shellQuote(value: string): string {
  if (value.includes("\0")) {
    throw new Error(`The value ${JSON.stringify(value)} holds a NUL, which no command line can carry; remove it`);
  }
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/**
 * Makes one command of several lines that ends at the first one that fails.
 *
 * CodeBuild carries variables and the directory from one command to the next, but not shell options: each command of
 * several lines states them for itself.
 */
export function strictly(...lines: string[]): string {
  return `${["set -euo pipefail", ...lines].join("\n")}\n`;
}

/** Lines that end a command of several lines, with a message to whoever reads the log, where a condition holds. */
export function failIf(condition: string, message: string, ...before: string[]): string {
  const then = [...before, `echo ${shellQuote(message)} >&2`, "exit 1"];
  return [`if ${condition}; then`, ...then.map((line) => `  ${line}`), "fi"].join("\n");
}
