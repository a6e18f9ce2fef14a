/**
 * Quotes a value: a shell reads it as one word and expands nothing in it.
 *
 * @throws Error if the value holds a NUL, which no argument can carry.
 */
export function shellQuote(value: string): string {
  if (value.includes("\0")) {
    throw new Error(`The value ${JSON.stringify(value)} holds a NUL, which no command line can carry; remove it`);
  }
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/**
 * Joins lines to one command that ends at the first line that fails.
 *
 * CodeBuild keeps variables and the working directory between commands, but no shell options: each command sets its own.
 */
export function strictCommand(...lines: string[]): string {
  return `${["set -euo pipefail", ...lines].join("\n")}\n`;
}

/** Lines that print a message and end the command if a condition holds. */
export function failIf(condition: string, message: string, ...before: string[]): string {
  const then = [...before, `echo ${shellQuote(message)} >&2`, "exit 1"];
  return [`if ${condition}; then`, ...then.map((line) => `  ${line}`), "fi"].join("\n");
}

/** A line that runs a JavaScript program; the shell expands the arguments. */
export function runNode(program: readonly string[], ...args: string[]): string {
  return [`node -e ${shellQuote(program.join("\n"))}`, ...args].join(" ");
}
