import { matching } from "../schema/vocabulary";
import { failIf, shellQuote, strictly } from "./shell";

/** What a preview leaves for the approvers and for the build that destroys: names of resources, never a value of one. */
export const planFile = "plan.json";

/** What the approvers are told of a preview. */
export const previewVariables = ["RESOURCE_COUNT", "PREVIEW_LINK"] as const;

export const planArtifact = matching(
  /^[A-Za-z0-9_]{1,100}$/,
  'give the name of the artifact that the preview made, of letters, digits and "_": CodeBuild names a variable after it',
);

/** A command that fails unless the source is a commit: a plan is of one, and the build that destroys compares. */
export const requireCommit = strictly(
  failIf(
    `[[ ! "\${CODEBUILD_RESOLVED_SOURCE_VERSION:-}" =~ ^[0-9a-f]{40}$ ]]`,
    "The source of this build is no commit: make the repository the primary source of the action",
  ),
);

/**
 * A line that writes a plan (what it is of, the commit, the execution that `EXECUTION_ID` names, and the names of the
 * resources, sorted) and lists the names.
 *
 * @param from the JSON that a tool wrote
 * @param to the file of the plan, as a shell reads it
 * @param target what would be destroyed
 * @param names JavaScript that makes a list of names of `found`, the content of the JSON
 */
export function writePlan(from: string, to: string, target: string, names: string): string {
  return runNode(
    [
      'const { readFileSync, writeFileSync } = require("fs");',
      "const [from, to, target] = process.argv.slice(1);",
      'const found = JSON.parse(readFileSync(from, "utf8"));',
      `const resources = [...new Set(${names})].sort();`,
      "const { CODEBUILD_RESOLVED_SOURCE_VERSION: commit, EXECUTION_ID: execution } = process.env;",
      'writeFileSync(to, JSON.stringify({ target, commit, execution, resources }, null, 2) + "\\n");',
      'console.log(["Resources of " + target + " to destroy: " + resources.length, ...resources].join("\\n  "));',
    ],
    from,
    to,
    shellQuote(target),
  );
}

/**
 * A command that exports how many resources the plan names, and where people read this build: in the console, whose
 * address is made of the documented `CODEBUILD_BUILD_ARN`.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export const exportPreview = strictly(
  `RESOURCE_COUNT="${countOf(planFile)}"`,
  'IFS=: read -r _ partition _ region account build <<< "$CODEBUILD_BUILD_ARN"',
  'case "$partition" in',
  "  aws-cn) console=console.amazonaws.cn ;;",
  "  aws-us-gov) console=console.amazonaws-us-gov.com ;;",
  "  aws-eusc) console=console.amazonaws-eusc.eu ;;",
  "  *) console=console.aws.amazon.com ;;",
  "esac",
  `build="\${build#build/}"`,
  `PREVIEW_LINK="https://$region.$console/codesuite/codebuild/$account/projects/\${build%%:*}/build/\${build/:/%3A}/?region=$region"`,
  "export RESOURCE_COUNT PREVIEW_LINK",
);

/** The folder of an input artifact that is not the primary source. */
export function artifactFolder(artifact: string): string {
  return `$CODEBUILD_SRC_DIR_${artifact}`;
}

/** A command that fails unless the approved plan is there, of this target, this very commit and this execution. */
export function checkPlan(artifact: string, target: string, files: readonly string[]): string {
  const folder = `\${CODEBUILD_SRC_DIR_${artifact}:-}`;
  return strictly(
    ...files.map((file) =>
      failIf(
        `[ ! -f "${folder}/${file}" ]`,
        `The artifact ${artifact} with ${file} is missing: give the action what the preview made as an input`,
      ),
    ),
    runNode(
      [
        "const [file, target] = process.argv.slice(1);",
        'const plan = JSON.parse(require("fs").readFileSync(file, "utf8"));',
        "const { CODEBUILD_RESOLVED_SOURCE_VERSION: commit, EXECUTION_ID: execution } = process.env;",
        "const wrong = [",
        '  plan.target === target ? [] : "What was approved is to destroy " + plan.target + ", and this build destroys " + target,',
        '  plan.commit === commit ? [] : "What was approved is of commit " + plan.commit + ", and this build is of commit " + commit,',
        '  plan.execution === execution ? [] : "What was approved is of the execution " + plan.execution + ", and this build is of " + execution,',
        "].flat();",
        'for (const problem of wrong) console.error(problem + ": start the pipeline again");',
        "process.exitCode = wrong.length > 0 ? 1 : 0;",
      ],
      `"${folder}/${planFile}"`,
      shellQuote(target),
    ),
  );
}

/** A command that exports how many of the approved resources were destroyed: all, or the build has failed before. */
export function exportDestroyed(artifact: string, target: string): string {
  return strictly(
    `DESTROYED_COUNT="${countOf(`${artifactFolder(artifact)}/${planFile}`)}"`,
    "export DESTROYED_COUNT",
    `echo "Destroyed resources of "${shellQuote(target)}": $DESTROYED_COUNT"`,
  );
}

/** A line that runs JavaScript with arguments, which a shell expands. */
export function runNode(script: readonly string[], ...args: string[]): string {
  return [`node -e ${shellQuote(script.join("\n"))}`, ...args].join(" ");
}

function countOf(file: string): string {
  const script = 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).resources.length';
  return `$(node -p ${shellQuote(script)} "${file}")`;
}
