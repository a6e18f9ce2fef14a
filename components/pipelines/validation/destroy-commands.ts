/** Tools, and the subcommands by which they destroy. */
const tools: Readonly<Record<string, readonly string[]>> = {
  pulumi: ["destroy", "down", "dn"],
  terraform: ["destroy"],
  tofu: ["destroy"],
  terragrunt: ["destroy", "destroy-all"],
  cdk: ["destroy"],
  cdktf: ["destroy"],
  aws: ["delete-stack"],
  sam: ["delete"],
  serverless: ["remove"],
  sls: ["remove"],
  sst: ["remove"],
};

/** Tools that plan and apply, which take an option for destroying instead of the subcommand. */
const planners = ["terraform", "tofu", "terragrunt"];

/**
 * Whether a script runs a tool that destroys infrastructure. What is only said of one in quotes counts as well, for a
 * shell may be told to run it: this refuses rather than overlooks. A script that is fetched or put together as it runs
 * is seen by nobody.
 */
export function runsDestroy(script: string): boolean {
  const runs = commandsOf(script).flatMap((words) =>
    words.flatMap((word, at) => {
      const tool = nameOf(word);
      return Object.hasOwn(tools, tool) ? [{ tool, args: words.slice(at + 1) }] : [];
    }),
  );
  const plans = runs.some(({ tool, args }) => planners.includes(tool) && args.includes("plan") && asksDestroy(args));
  const applies = runs.some(({ tool, args }) => planners.includes(tool) && args.includes("apply"));
  return (plans && applies) || runs.some(({ tool, args }) => destroys(tool, args)) || setByVariable.test(script);
}

/** Options that Terraform and OpenTofu take from a variable. */
const setByVariable = /\bTF_CLI_ARGS(_\w+)?=["']?[^\n;]*-destroy/;

function asksDestroy(args: readonly string[]): boolean {
  return args.some((arg) => /^--?destroy(=(1|t|true))?$/i.test(arg));
}

function destroys(tool: string, args: readonly string[]): boolean {
  const [preview] = args.filter((arg, at) => /^--preview-only(=|$)/.test(arg) && !isMessage(args[at - 1])).slice(-1);
  const onlyPreviews = preview !== undefined && !/=(0|f|false)$/i.test(preview);
  const told = args.some((arg) => tools[tool]?.includes(arg)) && !onlyPreviews;
  const asked = asksDestroy(args) && args.includes("apply");
  return told || (planners.includes(tool) && asked);
}

function isMessage(option: string | undefined): boolean {
  return option === "-m" || option === "--message";
}

/** The words of each command, without quotes; a line that ends in a backslash goes on. */
function commandsOf(script: string): string[][] {
  return script
    .replace(/\\\r?\n/g, " ")
    .replace(/(^|\s)#.*$/gm, "")
    .split(/[\n;|&()`{}]+/)
    .map((command) => command.split(/[\s"'$]+/).map((word) => word.replace(/^\w+=/, "")));
}

/** The tool that a word runs: without its path, its version and the ending of Windows. */
function nameOf(word: string): string {
  return word
    .replace(/^.*[\\/]/, "")
    .toLowerCase()
    .replace(/@.*$/, "")
    .replace(/\.exe$/, "");
}
