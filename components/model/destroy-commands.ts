/** Tools, and the subcommands by which they destroy. */
const tools: Readonly<Record<string, readonly string[]>> = {
  pulumi: ["destroy", "down"],
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
  return commandsOf(script).some((words) =>
    words.some((word, at) => {
      const tool = nameOf(word);
      return Object.hasOwn(tools, tool) && destroys(tool, words.slice(at + 1));
    }),
  );
}

function destroys(tool: string, args: readonly string[]): boolean {
  const told = args.some((arg) => tools[tool]?.includes(arg)) && !args.includes("--preview-only");
  const asked = args.some((arg) => /^--?destroy(=true)?$/.test(arg)) && args.includes("apply");
  return told || (planners.includes(tool) && asked);
}

/** The words of each command, without quotes; a line that ends in a backslash goes on. */
function commandsOf(script: string): string[][] {
  return script
    .replace(/\\\r?\n/g, " ")
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
