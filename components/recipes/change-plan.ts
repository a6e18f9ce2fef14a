import { matching } from "../schema/vocabulary";
import { planProgram } from "./plan-program";
import { failIf, shellQuote, strictCommand } from "./shell";

/** The file of a plan: the preview writes it, and the build that applies the change reads it. */
export const planFile = "plan.json";

/** Output variables of a preview, for the approval and for the action that applies the change. */
export const previewVariables = ["RESOURCE_COUNT", "PLAN_DIGEST", "PREVIEW_LINK"] as const;

/** Output variables of the plan of an update, for the approval, its condition and the action that applies the plan. */
export const updatePlanVariables = ["CHANGE_COUNT", "PLAN_SUMMARY", "PLAN_DIGEST", "PREVIEW_LINK"] as const;

/** Output variables of the description of a change set, for the approval, its condition and the deployment. */
export const changeSetVariables = ["CHANGE_COUNT", "PLAN_SUMMARY", "CHANGE_SET_ID", "PREVIEW_LINK"] as const;

/** The variable by which an action hands the approved `PLAN_DIGEST` to the build that applies the change. */
export const approvedDigest = "APPROVED_DIGEST";

/** The variable by which an action hands the approved `PLAN_SUMMARY` to the build that applies the plan. */
export const approvedSummary = "APPROVED_SUMMARY";

export const planArtifact = matching(
  /^[A-Za-z0-9_]{1,100}$/,
  'give the name of the artifact of the preview, of letters, digits and "_": CodeBuild names a variable after it',
);

/** A command that fails unless the source is a commit: a plan belongs to one commit. */
export const requireCommit = strictCommand(
  failIf(
    `[[ ! "\${CODEBUILD_RESOLVED_SOURCE_VERSION:-}" =~ ^[0-9a-f]{40}$ ]]`,
    "The source of this build is no commit: make the repository the primary source of the action",
  ),
);

/**
 * A command that writes the program of plans to `TOOLS_DIR`, outside the source.
 *
 * A plan binds an approval to a change. It holds operation, target, commit, execution, state, and the versions of the
 * tool and its plugins. For each resource it holds address, type, physical id and a digest of the record.
 *
 * @param operation - the operation of the plans, such as `destroy`
 * @param describe - the source text of a function that reads the output of a tool
 */
export function installPlanProgram(operation: string, describe: string): string {
  const program = `(${planProgram.toString()})(require("node:fs"), ${JSON.stringify(operation)}, ${describe});`;
  return strictCommand(`cat > "$TOOLS_DIR/plan.js" <<'END_OF_PROGRAM'`, program, "END_OF_PROGRAM");
}

/** Where a plan is written, what it is about, and the files that `describe` reads, as a shell reads them. */
export interface PlanRecord {
  readonly to: string;
  readonly target: string;
  /** The approved plan, whose random value is used again: equal changes then have equal digests. */
  readonly approved?: string;
  readonly files: readonly string[];
}

/** A line that writes a plan and lists its resources. Values of resources appear neither in the log nor in the plan. */
export function recordPlan({ to, target, approved = '""', files }: PlanRecord): string {
  return runPlan("record", to, shellQuote(target), approved, ...files);
}

/**
 * Lines that read the console of the partition, and the place of this build, from the documented `CODEBUILD_BUILD_ARN`.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
const findConsole = [
  'IFS=: read -r _ partition _ region account build <<< "$CODEBUILD_BUILD_ARN"',
  'case "$partition" in',
  "  aws-cn) console=console.amazonaws.cn ;;",
  "  aws-us-gov) console=console.amazonaws-us-gov.com ;;",
  "  aws-eusc) console=console.amazonaws-eusc.eu ;;",
  "  *) console=console.aws.amazon.com ;;",
  "esac",
];

/** Lines that make the address of this build in the console. */
const linkToBuild = [
  ...findConsole,
  `build="\${build#build/}"`,
  `PREVIEW_LINK="https://$region.$console/codesuite/codebuild/$account/projects/\${build%%:*}/build/\${build/:/%3A}/?region=$region"`,
];

/** A command that exports the number of resources, the digest, and the address of this build in the console. */
export const exportPreview = strictCommand(
  `RESOURCE_COUNT="$(${runPlan("count", planFile)})"`,
  `PLAN_DIGEST="$(${runPlan("digest", planFile)})"`,
  ...linkToBuild,
  "export RESOURCE_COUNT PLAN_DIGEST PREVIEW_LINK",
);

/** The variable with the number of changes that wait for an approval, where some updates need none. */
export const waitingCount = "WAITING_COUNT";

/** A command that lists the changes of a plan that wait for an approval, with their reasons, and exports their number. */
export function exportWaiting(plan: string): string {
  const read = `JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).changes.filter(({ waits }) => waits)`;
  return strictCommand(
    // JSON shows a line break in a name as such.
    `node -e '${read}.forEach(({ address, waits }) => console.log("Waits for an approval: " + JSON.stringify(address) + " " + waits))' ${plan}`,
    `${waitingCount}="$(node -p '${read}.length' ${plan})"`,
    `export ${waitingCount}`,
  );
}

/** A command that exports the number of changes, the summary, the digest, and the address of this build in the console. */
export function exportUpdatePlan(plan: string): string {
  return strictCommand(
    `CHANGE_COUNT="$(${runPlan("count", plan)})"`,
    `PLAN_SUMMARY="$(${runPlan("summary", plan)})"`,
    `PLAN_DIGEST="$(${runPlan("digest", plan)})"`,
    ...linkToBuild,
    "export CHANGE_COUNT PLAN_SUMMARY PLAN_DIGEST PREVIEW_LINK",
  );
}

/**
 * A command that exports the number of changes, the summary, the id of a change set, and its address in the console.
 *
 * @param file - the description of the change set, as a shell reads it
 */
export function exportChangeSet(plan: string, file: string, region: string): string {
  const part = (name: string) =>
    `node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).${name}' ${file}`;
  const encoded = (name: string) =>
    `node -p 'encodeURIComponent(JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).${name})' ${file}`;
  return strictCommand(
    `CHANGE_COUNT="$(${runPlan("count", plan)})"`,
    `PLAN_SUMMARY="$(${runPlan("summary", plan)})"`,
    `CHANGE_SET_ID="$(${part("ChangeSetId")})"`,
    ...findConsole,
    `PREVIEW_LINK="https://${region}.$console/cloudformation/home?region=${region}#/stacks/changesets/changes?stackId=$(${encoded("StackId")})&changeSetId=$(${encoded("ChangeSetId")})"`,
    "export CHANGE_COUNT PLAN_SUMMARY CHANGE_SET_ID PREVIEW_LINK",
  );
}

/** A file of the artifact of the preview, as a shell reads it. */
export function approvedFile(artifact: string, file = planFile): string {
  return `"$CODEBUILD_SRC_DIR_${artifact}/${file}"`;
}

/**
 * A command that fails unless the artifact holds the approved plan: with the digest that the approval showed, of this
 * target, commit and execution.
 */
export function verifyPlan(artifact: string, target: string, files: readonly string[]): string {
  const folder = `\${CODEBUILD_SRC_DIR_${artifact}:-}`;
  return strictCommand(
    ...files.map((file) =>
      failIf(
        `[ ! -f "${folder}/${file}" ]`,
        `The artifact ${artifact} with ${file} is missing: make the artifact of the preview an input of the action`,
      ),
    ),
    verifyPlanFile(approvedFile(artifact), target),
  );
}

/** A line that fails unless a file holds the approved plan, of this target, commit and execution. */
export function verifyPlanFile(plan: string, target: string): string {
  return runPlan("verify", plan, shellQuote(target));
}

/** A line that verifies a plan like {@link verifyPlanFile}, and lists its resources. */
export function showPlan(plan: string, target: string): string {
  return runPlan("show", plan, shellQuote(target));
}

/** A line that fails with a list of differences unless two plans are equal. */
export function comparePlans(approved: string, present: string): string {
  return runPlan("compare", approved, present);
}

/** A line that fails unless tool, plugins and state are those of the approved plan. It runs before the preview. */
export function compareStart(approved: string, files: readonly string[]): string {
  return runPlan("begin", approved, ...files);
}

/** A line that prints the addresses of a plan, one a line. */
export function listAddresses(plan: string): string {
  return runPlan("addresses", plan);
}

/** A command that exports the number of destroyed resources: all approved ones, as the build fails otherwise. */
export function exportDestroyed(artifact: string, target: string): string {
  return strictCommand(
    `DESTROYED_COUNT="$(${runPlan("count", approvedFile(artifact))})"`,
    "export DESTROYED_COUNT",
    `printf 'Destroyed resources of %s: %s\\n' ${shellQuote(target)} "$DESTROYED_COUNT"`,
  );
}

function runPlan(command: string, ...args: string[]): string {
  return [`node "$TOOLS_DIR/plan.js"`, command, ...args].join(" ");
}
