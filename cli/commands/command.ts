import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../../components/schema/nearest";
import { PreviewError } from "../preview/base/error";
import type { Status } from "../preview/result";
import type { ProgressStream } from "../report/progress";

/** Streams, environment and signal that a command uses. */
export interface Surroundings {
  readonly stdout: ProgressStream;
  readonly stderr: ProgressStream;
  /** Answers of a person. Without a terminal, no command asks. */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
  /** Ends the command and every process it started. */
  readonly signal: AbortSignal;
}

/** One command of `aws-pipelines`. */
export interface Command {
  /** First word on the command line. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Text of `--help`. */
  readonly help: string;
  /**
   * Runs the command.
   *
   * @param args - the arguments after the command's name
   * @throws {PreviewError} for a failure that the user can act on
   */
  run(args: readonly string[], surroundings: Surroundings): Promise<Status>;
}

type OptionDeclarations = NonNullable<ParseArgsConfig["options"]>;

/** Values of the options that a command declares. */
export type OptionValues<T extends OptionDeclarations> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true }>
>["values"];

/**
 * Parses the options of a command.
 *
 * @throws {PreviewError} for an unknown option, a missing value and a positional argument
 */
export function parseOptions<const T extends OptionDeclarations>(
  command: string,
  args: readonly string[],
  options: T,
): OptionValues<T> {
  const { values, positionals } = parsePositionals(command, args, options);
  if (positionals.length > 0) {
    const given = positionals.map((word) => `"${word}"`).join(", ");
    throw new PreviewError(`${command} takes options only, but received ${given}`);
  }
  return values;
}

/**
 * Parses the options and the words of a command.
 *
 * @throws {PreviewError} for an unknown option and a missing value
 */
export function parsePositionals<const T extends OptionDeclarations>(
  command: string,
  args: readonly string[],
  options: T,
): { readonly values: OptionValues<T>; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    if (error instanceof TypeError) {
      throw new PreviewError(
        `${unknownOption(error.message, Object.keys(options)) ?? error.message}\nRun "aws-pipelines ${command} --help" to list the options.`,
      );
    }
    throw error;
  }
}

/** The refusal of an unknown option, with the option that it most likely means. */
function unknownOption(message: string, names: readonly string[]): string | undefined {
  const [, dashes = "", name] = /^Unknown option '(--?)([^']+)'/.exec(message) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const meant = dashes === "--" ? nearest(name, [...names, "help"]) : undefined;
  return `Unknown option '${dashes}${name}'.${meant === undefined ? "" : ` Did you mean --${meant}?`}`;
}
