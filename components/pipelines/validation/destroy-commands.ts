/** Tools, and the subcommands by which they destroy. Words of one entry stand in this order, options aside. */
const tools: Readonly<Record<string, readonly string[]>> = {
  pulumi: ["destroy", "down", "dn", "stack rm", "stack remove", "state delete"],
  terraform: ["destroy"],
  tofu: ["destroy"],
  terragrunt: ["destroy", "destroy-all"],
  cdk: ["destroy"],
  cdktf: ["destroy"],
  sam: ["delete"],
  serverless: ["remove"],
  sls: ["remove"],
  sst: ["remove"],
  eksctl: ["delete"],
  helm: ["uninstall", "delete"],
  kubectl: ["delete"],
  copilot: ["delete"],
  eb: ["terminate"],
  "aws-nuke": [""],
  "cloud-nuke": [""],
};

/** Tools that plan and apply. They take an option for destroying instead of the subcommand. */
const planners = ["terraform", "tofu", "terragrunt"];

/** Runners of targets and scripts that their owner names. */
const runners = ["make", "just", "task", "npm", "pnpm", "yarn", "bun"];

/** Commands of the AWS CLI that remove data of an application, which tests write and clean up. */
const data =
  /^delete-(item|message(-batch)?|objects?|object-tagging|records?|log-(stream|events)|metric-.*|parameters?|vectors|document)$/;

/**
 * Whether a script runs a command that destroys infrastructure. Text in quotes counts as well, as a shell may run it:
 * the function refuses rather than overlooks. It reads variables, aliases, base64 and escapes of the script itself. It does
 * not see files of the repository, nor what is fetched at run time: only the permissions of the build limit those.
 */
export function runsDestroy(written: string): boolean {
  const script = undisguised(written);
  const calls = commandsOf(script).flatMap((words) =>
    words.map((word, at) => ({ tool: nameOf(word), path: word, args: words.slice(at + 1) })),
  );
  const plans = calls.some(({ tool, args }) => planners.includes(tool) && args.includes("plan") && asksDestroy(args));
  const applies = calls.some(({ tool, args }) => planners.includes(tool) && args.includes("apply"));
  return (plans && applies) || calls.some(destroys) || setByVariable.test(script);
}

interface Call {
  readonly tool: string;
  readonly path: string;
  readonly args: readonly string[];
}

/** Options that Terraform and OpenTofu take from a variable. */
const setByVariable = /\bTF_CLI_ARGS(_\w+)?=["']?[^\n;]*-destroy/;

function destroys({ tool, path, args }: Call): boolean {
  const subcommands = Object.hasOwn(tools, tool) ? (tools[tool] ?? []) : [];
  return (
    (subcommands.some((words) => isTold(words, args)) && !onlyPreviews(args)) ||
    (planners.includes(tool) && asksDestroy(args) && args.includes("apply")) ||
    (tool === "aws" && deletesInfrastructure(args)) ||
    (runners.includes(tool) && args.some((arg) => /^(destroy|tear[-_]?down|nuke)(:|$)/i.test(arg))) ||
    /(^|[/_.-])(destroy|tear[-_]?down|nuke)([_.-][\w.-]*)?\.(sh|bash|py|js|ts|mjs|rb|ps1)$/i.test(path)
  );
}

function isTold(subcommand: string, args: readonly string[]): boolean {
  const [first = "", second] = subcommand.split(" ");
  const at = first === "" ? 0 : args.indexOf(first);
  return at >= 0 && (second === undefined || args.slice(at + 1).includes(second));
}

/** `aws <service> <command>`; options with and without a value may stand before both. */
function deletesInfrastructure(args: readonly string[]): boolean {
  const words = args.filter((arg, at) => !arg.startsWith("-") && args[at - 1]?.startsWith("--") !== true).slice(0, 2);
  const isBucket = words.join(" ") === "s3 rb";
  return (
    isBucket || words.some((word) => /^(delete|terminate|deregister|purge)-[a-z-]+$/.test(word) && !data.test(word))
  );
}

function onlyPreviews(args: readonly string[]): boolean {
  const [last] = args.filter((arg, at) => /^--preview-only(=|$)/.test(arg) && !isMessage(args[at - 1])).slice(-1);
  return last !== undefined && !/=(0|f|false)$/i.test(last);
}

function asksDestroy(args: readonly string[]): boolean {
  return args.some((arg) => /^--?destroy(=(1|t|true))?$/i.test(arg));
}

function isMessage(option: string | undefined): boolean {
  return option === "-m" || option === "--message";
}

/** A script with the values of its variables and aliases, and with the text that it decodes behind it. */
function undisguised(script: string): string {
  const plain = script.replace(/\$'([^']*)'/g, (_, text: string) =>
    text.replace(/\\(?:x([0-9a-f]{1,2})|([0-7]{1,3}))/gi, (__, hex?: string, octal = "0") =>
      String.fromCharCode(hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex, 16)),
    ),
  );
  const encoded = /\bbase64\b/.test(plain) ? (plain.match(/[A-Za-z0-9+/]{12,}={0,2}/g) ?? []) : [];
  const decoded = encoded.map((text) => Buffer.from(text, "base64").toString());
  const whole = [plain, ...decoded].join("\n");
  const assigned = [...whole.matchAll(/(alias\s+)?\b([A-Za-z_]\w*)=("[^"\n]*"|'[^'\n]*'|[^\s;&|()]+)/g)];
  // A value may hold another variable that was assigned before.
  return assigned.reduceRight((text, [, alias, name = "", value = ""]) => {
    const used = alias === undefined ? `\\$(?:${name}\\b|\\{${name}\\})` : `(?<=^|[\\n;&|(])[ \\t]*${name}(?=\\s)`;
    const plainValue = value.replace(/^(["'])(.*)\1$/, "$2");
    return text.replace(new RegExp(used, "g"), () => plainValue);
  }, whole);
}

/**
 * The words of each command, read in two ways. Quotes and backslashes join what they hold (`de""stroy`), or they hold a
 * command of their own (`bash -c "pulumi destroy"`).
 */
function commandsOf(script: string): string[][] {
  const commands = script
    .replace(/\\\r?\n/g, " ")
    .replace(/(^|\s)#.*$/gm, "")
    .split(/[\n;|&()`{}]+/);
  const wordsOf = (text: string) => text.split(/\s+/).map((word) => word.replace(/^\w+=/, ""));
  return commands.flatMap((command) => [
    wordsOf(command.replace(/[\\"'$]/g, "")),
    wordsOf(command.replace(/["'$]/g, " ")),
  ]);
}

/** The name of the tool that a word runs, without path, version and the ending of Windows. */
function nameOf(word: string): string {
  return word
    .replace(/^.*[\\/]/, "")
    .toLowerCase()
    .replace(/@.*$/, "")
    .replace(/\.exe$/, "");
}
