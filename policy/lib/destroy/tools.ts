/** A tool that can destroy a stack of infrastructure. */
export interface Tool {
  /** Its subcommands that destroy: the first wherever it stands, for options and their values may come before it. */
  readonly destroys: readonly string[];
  /** Its subcommands that do something else, behind which no word destroys. */
  readonly others: readonly string[];
  /** Its options whose value is the next word. */
  readonly valued: readonly string[];
  /** Words before its subcommand. */
  readonly prefixes?: readonly string[];
  /** Whether it plans and applies, and has an option `-destroy` for both. */
  readonly plans?: true;
  /** Whether it always destroys. */
  readonly always?: true;
  /** The objects that its subcommand must name to destroy. */
  readonly objects?: RegExp;
  /** Whether its subcommand is a task that the repository names. */
  readonly tasks?: true;
}

const pulumi: Tool = {
  destroys: ["destroy", "down", "dn"],
  others:
    "about cancel config console convert env import install login logout new org plugin policy preview refresh schema stack state up update version watch whoami".split(
      " ",
    ),
  valued:
    "-C --cwd -s --stack -m --message --color -v --verbose --profiling --tracing --memprofilerate -t --target -p --parallel -c --config --config-file --exec-kind --exclude -x".split(
      " ",
    ),
};

const terraform: Tool = {
  destroys: ["destroy"],
  others:
    "console fmt force-unlock get graph import init login logout metadata output plan providers refresh show state taint test untaint validate version workspace".split(
      " ",
    ),
  valued: "-var -var-file -target -replace -lock-timeout -parallelism -state -state-out -backup -out".split(" "),
  plans: true,
};

const terragrunt: Tool = {
  ...terraform,
  destroys: ["destroy", "destroy-all"],
  valued: [...terraform.valued, "--terragrunt-working-dir", "--working-dir", "--terragrunt-config", "--config"],
  prefixes: ["run-all", "run", "stack", "--"],
};

const cdk: Tool = {
  destroys: ["destroy"],
  others:
    "acknowledge bootstrap context deploy diff doctor drift import init list ls metadata migrate notices synth synthesize watch".split(
      " ",
    ),
  valued: ["-a", "--app", "-c", "--context", "--profile", "-r", "--role-arn", "-o", "--output", "--toolkit-stack-name"],
};

const awsCli: Tool = {
  destroys: ["delete-stack"],
  others: [],
  valued: ["--region", "--profile", "--output", "--query"],
};

function removing(word: string): Tool {
  return {
    destroys: [word],
    others: "build deploy diff info logs package plugin sync validate".split(" "),
    valued: [],
  };
}

const cleaner: Tool = { destroys: [], others: [], valued: [], always: true };

/** A tool with a subcommand that deletes what the tool manages. */
function deleting(...words: readonly string[]): Tool {
  return {
    destroys: words,
    others: [],
    valued: ["--name", "-n", "--namespace", "--env", "--stage", "--profile", "--region"],
  };
}

/** Kinds of Kubernetes that hold data, or everything of an application. */
const statefulObjects =
  /^(ns|namespaces?|pvcs?|persistentvolumeclaims?|pvs?|persistentvolumes?|crds?|customresourcedefinitions?)(\/|$)/;

/** A runner of tasks or scripts that the repository names. */
const runner: Tool = {
  destroys: [],
  others: [],
  valued: ["-C", "-f", "--prefix", "--dir", "--cwd", "--filter"],
  prefixes: ["run", "run-script"],
  tasks: true,
};

/** The tools by the names that commands and packages have for them. */
export const destroyTools: Readonly<Record<string, Tool>> = {
  pulumi,
  terraform,
  tofu: terraform,
  opentofu: terraform,
  terragrunt,
  cdk,
  "aws-cdk": cdk,
  cdktf: cdk,
  aws: awsCli,
  sam: removing("delete"),
  serverless: removing("remove"),
  sls: removing("remove"),
  sst: removing("remove"),
  "aws-nuke": cleaner,
  "cloud-nuke": cleaner,
  eksctl: deleting("delete"),
  helm: deleting("uninstall", "delete", "del", "un"),
  helmfile: deleting("destroy", "delete"),
  sceptre: deleting("delete"),
  zappa: deleting("undeploy"),
  ampx: { ...deleting("delete"), prefixes: ["sandbox"] },
  kubectl: { ...deleting("delete"), objects: statefulObjects },
  copilot: deleting("delete"),
  rain: deleting("rm"),
  eb: deleting("terminate"),
  chalice: deleting("delete"),
  amplify: deleting("delete"),
  make: runner,
  bun: runner,
  nx: runner,
  invoke: runner,
  rake: runner,
  just: runner,
  task: runner,
  npm: runner,
  pnpm: runner,
  yarn: runner,
};

/** The tool that a word runs, with or without its path, version or image tag: `./bin/pulumi`, `aws-cdk@2`. */
export function toolNamed(word: string): Tool | undefined {
  const name = word
    .slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1)
    .toLowerCase()
    .replace(/[@:].*$/, "")
    .replace(/[-_]?v?\d+(\.\w+)*$/, "")
    .replace(/\.exe$/, "");
  return Object.hasOwn(destroyTools, name) ? destroyTools[name] : undefined;
}
