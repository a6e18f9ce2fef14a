import { accessCommand } from "./commands/access";
import { adoptCommand } from "./commands/adopt";
import { baselineCommand } from "./commands/baseline";
import { buildCommand } from "./commands/build";
import { checkCommand } from "./commands/check";
import type { Command, Surroundings } from "./commands/command";
import { completionCommand } from "./commands/completion";
import { costCommand } from "./commands/cost";
import { diagramCommand } from "./commands/diagram";
import { diffCommand } from "./commands/diff";
import { fleetCommand } from "./commands/fleet";
import { previewCommand } from "./commands/preview";
import { whatIfCommand } from "./commands/what-if";
import { whoCanCommand } from "./commands/who-can";
import { PreviewError } from "./preview/base/error";
import { Status } from "./preview/result";
import { ownVersion } from "./preview/version";

const COMMANDS: readonly Command[] = [
  previewCommand,
  diagramCommand,
  costCommand,
  whatIfCommand,
  whoCanCommand,
  accessCommand,
  diffCommand,
  baselineCommand,
  adoptCommand,
  checkCommand,
  buildCommand,
  fleetCommand,
  completionCommand(() => COMMANDS),
];

/** Runs a command line and returns its exit status. Prints a {@link PreviewError} on stderr; throws any other error. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<Status> {
  const [name, ...rest] = args;
  const { stdout, stderr } = surroundings;
  try {
    if (name === "--version") {
      stdout.write(`${ownVersion()}\n`);
      return Status.clean;
    }
    if (name === "--help" || name === "-h") {
      stdout.write(help());
      return Status.clean;
    }
    const command = commandNamed(name);
    if (rest.includes("--help") || rest.includes("-h")) {
      stdout.write(command.help);
      return Status.clean;
    }
    return await command.run(rest, surroundings);
  } catch (error) {
    if (!(error instanceof PreviewError)) {
      throw error;
    }
    stderr.write(`error: ${error.message}\n`);
    return Status.failed;
  }
}

function commandNamed(name: string | undefined): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const given = name === undefined ? "no command given" : `unknown command "${name}"`;
    throw new PreviewError(`${given}. Use one of ${COMMANDS.map((candidate) => candidate.name).join(", ")}.`);
  }
  return command;
}

function help(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    "Tools for AWS delivery pipelines that are written with Pulumi.",
    "",
    "Usage: aws-pipelines COMMAND [options]",
    "",
    "Commands:",
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    'Run "aws-pipelines COMMAND --help" for the options of a command.',
    "",
  ].join("\n");
}
