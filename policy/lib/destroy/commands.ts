import { fromJson, isList, isProperties, unknownValue } from "../../iam/value";
import { remembered } from "../facts/remembered";
import { textsIn } from "../facts/walk";
import { saysItDestroys } from "./names";
import { commandsIn, undisguised } from "./shell-commands";
import { isStatefulDeletion, statefulDeletions } from "./stateful-deletions";
import { destroyTools, type Tool, toolNamed } from "./tools";

/** A tool that a command runs, and what it is told. */
interface Call {
  readonly tool: Tool;
  readonly options: readonly string[];
  /** Arguments that are neither an option nor the value of one; the subcommand is the first. */
  readonly words: readonly string[];
}

/** The script, or each text of one that is JSON, without disguises. */
const textsOf = remembered((script): readonly string[] => {
  const json = fromJson(script);
  const scripts = json !== unknownValue && (isList(json) || isProperties(json)) ? textsIn(json) : [script];
  return scripts.map(undisguised);
});

const callsIn = remembered((script): readonly Call[] =>
  textsOf(script).flatMap((text) => (mentionsTool(text) ? commandsIn(joined(text)).flatMap(callsOf) : [])),
);

/** Whether a script, a buildspec or one command runs something that destroys a stack of infrastructure. */
export function runsDestroy(script: string): boolean {
  const calls = callsIn(script);
  return calls.some(isDestroy) || deletesByCode(script) || (calls.some(isDestroyPlan) && calls.some(isSavedApply));
}

/** Requests of an SDK in inline code: `client.delete_stack(...)`, `new DeleteStackCommand(...)`, `stack.destroy()`. */
function deletesByCode(script: string): boolean {
  const requests = [...script.matchAll(/\.\s*((?:delete|terminate)_?\w+)\s*\(|\b(Delete\w+|Terminate\w+)Command\b/g)];
  return (
    requests.some(([, method = "", command = ""]) => isDeletionRequest(`${method}${command}`.replaceAll("_", ""))) ||
    cmdlets.test(script) ||
    destroyRequests.test(script) ||
    /\bstack\.destroy(_async|Async)?\s*\(/i.test(script)
  );
}

/** Requests to Pulumi Deployments and HCP Terraform for a run that destroys. */
const destroyRequests = /"operation\\*"\s*:\s*\\*"destroy\\*"|"is-destroy\\*"\s*:\s*true/;

/** Cmdlets of AWS Tools for PowerShell that delete a stateful resource. */
const cmdlets =
  /\bRemove-(CFNStack(Set)?|CCARResource|RDSDB(Cluster|Instance)|S3Bucket|DDBTable|ECRRepository|ECSCluster|EKSCluster|EFSFileSystem|ESDomain|KINStream|SECSecret|EC2Volume|EC2Instance|RSCluster|R53HostedZone)\b/i;

function isDeletionRequest(request: string): boolean {
  return statefulDeletions.some(
    (action) => action.slice(action.indexOf(":") + 1).toLowerCase() === request.toLowerCase(),
  );
}

/**
 * Whether a script runs a task of the repository that is named for destroying, or tells a file of the repository to:
 * `make destroy`, `nx run infra:destroy`, `./infra.sh destroy`.
 */
export function runsDestroyTask(script: string): boolean {
  return (
    callsIn(script).some(({ tool, words: [task = ""] }) => tool.tasks === true && isDestroyTask(task)) ||
    textsOf(script)
      .filter((text) => /destroy|tear[-_]?down|decommission/i.test(text))
      .flatMap(commandsIn)
      .map((words) => (interpreters.has(words[0] ?? "") ? words.slice(1) : words))
      .some(([first = "", ...words]) => isFile.test(first) && [first, ...words].some(isDestroyTask))
  );
}

const interpreters = new Set(["bash", "node", "python", "python3", "ruby", "sh", "ts-node", "tsx"]);

/** A program by its place in the repository, or a script by its ending. */
const isFile = /^\.{1,2}\/|\.(sh|bash|py|rb|js|ts|mjs|ps1)$/;

/** `infra:destroy` and `tear_down.sh`, but no `destroy-fixtures` of a test. */
function isDestroyTask(word: string): boolean {
  const isOfTests = /fixture|test/i.test(word);
  return !isOfTests && word.split(/[:/]/).some((part) => saysItDestroys(part.replace(/tear[-_]down/, "teardown")));
}

/** Whether a script saves a plan to destroy, which another one can then apply. */
export function plansDestroy(script: string): boolean {
  return callsIn(script).some(isDestroyPlan) || /\bTF_CLI_ARGS_plan\b.*\s-?-destroy\b/.test(script);
}

/** Whether a script applies a saved plan: it does what the plan says, and that is not seen. */
export function appliesPlan(script: string): boolean {
  return callsIn(script).some(isSavedApply);
}

function isDestroy({ tool, options, words }: Call): boolean {
  const [subcommand = ""] = words;
  if (tool.tasks === true) {
    return false;
  }
  if (removesState(tool, options, words)) {
    return true;
  }
  if (tool.others.includes(subcommand) || options.some(isHelp) || words.includes("help")) {
    return false;
  }
  const isTold =
    words.some((word, at) => word === tool.destroys[0] || (at === 0 && tool.destroys.includes(word))) &&
    (tool.objects === undefined || words.some((word) => tool.objects?.test(word)));
  return (
    tool.always === true ||
    deletesByCli(tool, words) ||
    ((isTold || destroysByOption(tool, options)) && !onlyPreviews(options))
  );
}

/** A state forgets resources that stay behind, so nobody manages or protects them any more. */
function removesState(tool: Tool, options: readonly string[], [first, second]: readonly string[]): boolean {
  const isForced = options.some((option) => /^(--force|-f|--yes=?.*--force)$/.test(option));
  return (
    (tool === destroyTools.pulumi &&
      ((first === "stack" && second === "rm" && isForced) || (first === "state" && second === "delete"))) ||
    (tool.plans === true && first === "state" && second === "rm")
  );
}

/**
 * Whether the AWS CLI deletes a stateful resource: `aws rds delete-db-cluster`, `aws s3 rb`, or a runbook of AWS such as
 * `AWS-DeleteCloudFormationStack`.
 */
function deletesByCli(tool: Tool, [service = "", request = "", ...rest]: readonly string[]): boolean {
  return (
    tool === destroyTools.aws &&
    ((service === "s3" && request === "rb") ||
      (request === "start-automation-execution" && rest.some((word) => /^AWS-(Delete|Terminate)/.test(word))) ||
      isStatefulDeletion(service, request.replaceAll("-", "")))
  );
}

/**
 * Whether a script deletes data or resources one by one: `aws s3 rm --recursive`, a deletion of the AWS CLI such as
 * `aws logs delete-log-group`, or Ansible with `state=absent`. The role of its build says what it reaches.
 */
export function deletesResources(script: string): boolean {
  return (
    callsIn(script).some(
      ({ tool, options, words: [service = "", request = ""] }) =>
        tool === destroyTools.aws &&
        !options.some(isHelp) &&
        ((service === "s3" && request === "rm" && options.includes("--recursive")) ||
          (/^(delete|purge|terminate)-/.test(request) && !isShortLived.test(request))),
    ) || textsOf(script).flatMap(commandsIn).some(removesByAnsible)
  );
}

/** Requests that delete messages, tags and change sets, which nobody keeps. */
const isShortLived = /-(messages?|message-batch|tags?|object-tagging|change-set)$/;

function removesByAnsible(words: readonly string[]): boolean {
  const program = words.find((word) => !/^\w+=/.test(word)) ?? "";
  return /(^|\/)ansible(-playbook)?$/.test(program) && /\bstate\s*[=:]\s*absent\b/.test(words.join(" "));
}

/** The last one counts, as for any such option. */
function onlyPreviews(options: readonly string[]): boolean {
  const said = options.filter((option) => /^--preview-only(=|$)/.test(option));
  return said.length > 0 && !/=(false|f|0)$/i.test(said.at(-1) ?? "");
}

function destroysByOption({ plans }: Tool, options: readonly string[]): boolean {
  const said = options.filter((option) => /^--?destroy(=|$)/.test(option));
  return plans === true && said.length > 0 && !/=(false|f|0)$/i.test(said.at(-1) ?? "");
}

function isDestroyPlan({ tool, options, words }: Call): boolean {
  return words[0] === "plan" && destroysByOption(tool, options);
}

function isSavedApply({ tool, words }: Call): boolean {
  return tool.plans === true && words[0] === "apply" && words.length > 1;
}

function isHelp(option: string): boolean {
  return ["--help", "-help", "-h"].includes(option);
}

function callsOf(command: readonly string[]): Call[] {
  return command.flatMap((word, at) => {
    const tool = toolNamed(word);
    return tool === undefined ? [] : [callOf(tool, command.slice(at + 1))];
  });
}

function callOf(tool: Tool, given: readonly string[]): Call {
  const end = tool.prefixes?.includes("--") === true ? -1 : given.indexOf("--");
  const isValue = (at: number) => tool.valued.includes(given[at - 1] ?? "");
  const isOption = (at: number) => given[at]?.startsWith("-") === true && (end < 0 || at < end);
  const places = [...given.keys()].filter((at) => !isValue(at) && at !== end);
  return {
    tool,
    options: places.filter(isOption).flatMap((at) => given[at] ?? []),
    words: places
      .filter((at) => !isOption(at))
      .flatMap((at) => given[at] ?? [])
      .filter((word) => !tool.prefixes?.includes(word)),
  };
}

const toolNames = Object.keys(destroyTools).join("|");
const anyTool = new RegExp(`(${toolNames})`, "i");
const toolAtEnd = new RegExp(String.raw`((?:^|[\s"'/])(?:${toolNames})(?:[ \t]+-\S+)*)[ \t]*\r?\n[ \t]+(?=[a-z])`, "g");

function mentionsTool(text: string): boolean {
  return anyTool.test(text);
}

/** YAML folds lines: a tool at the end of one has its subcommand on the next. */
function joined(script: string): string {
  return script.replace(toolAtEnd, "$1 ");
}
