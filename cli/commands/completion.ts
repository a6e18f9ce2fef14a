import { PreviewError } from "../preview/base/error";
import { Status } from "../preview/result";
import { type Command, parsePositionals } from "./command";

const SHELLS = ["bash", "zsh", "fish"] as const;

const HELP = `Prints the completion of commands and options for a shell.

Usage: aws-pipelines completion bash|zsh|fish

Example: source <(aws-pipelines completion bash)
         aws-pipelines completion fish > ~/.config/fish/completions/aws-pipelines.fish
`;

/** `aws-pipelines completion`, for the commands given. Their help is the one source of the options. */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: "completion",
    summary: "prints the completion of commands and options for a shell",
    help: HELP,
    run: (args, { stdout }) => {
      const { positionals } = parsePositionals("completion", args, {});
      const shell = SHELLS.find((known) => known === positionals[0]);
      if (shell === undefined || positionals.length > 1) {
        throw new PreviewError(`completion takes one of ${SHELLS.join(", ")}`);
      }
      stdout.write(shell === "fish" ? fish(commands()) : bash(commands(), shell === "zsh"));
      return Promise.resolve(Status.clean);
    },
  };
}

/** The long options that a command's help lists. */
export function optionsOf({ help }: Pick<Command, "help">): readonly string[] {
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = ""]) => option);
}

function bash(commands: readonly Command[], isZsh: boolean): string {
  const cases = commands.map((command) => `    ${command.name}) words="${optionsOf(command).join(" ")}" ;;`);
  return `${isZsh ? "autoload -U +X bashcompinit && bashcompinit\n" : ""}_aws_pipelines() {
  local words="${commands.map(({ name }) => name).join(" ")} --help --version"
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${commands.map(({ name }) => name).join(" ")} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _aws_pipelines aws-pipelines
`;
}

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c aws-pipelines -n __fish_use_subcommand -f -a ${command.name} -d '${command.summary.replace(/'/g, "\\'")}'`,
    ...optionsOf(command).map(
      (option) => `complete -c aws-pipelines -n '__fish_seen_subcommand_from ${command.name}' -l ${option.slice(2)}`,
    ),
  ]);
  return `${lines.join("\n")}\n`;
}
