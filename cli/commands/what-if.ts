import type { Change } from "../insight/change";
import { pipelinesOf } from "../insight/pipelines";
import { whatIf } from "../insight/what-if";
import { PreviewError } from "../preview/base/error";
import { git } from "../preview/base/git";
import { outcomeReport } from "../report/outcomes";
import { type Command, type OptionValues, parseOptions } from "./command";
import { answerFromPreview, PREVIEW_OPTIONS, PREVIEW_OPTIONS_HELP } from "./previewing";

const HELP = `Says which pipelines and builds a change starts, which it does not start and why, and where each run waits.

Usage: aws-pipelines what-if (--push BRANCH | --tag TAG | --pull-request BASE..HEAD) [options]

Options:
  --push BRANCH              a push to a branch
  --tag TAG                  a push of a tag
  --pull-request BASE..HEAD  a pull request of branch HEAD into branch BASE
  --event EVENT              OPEN, UPDATED or CLOSED, of a pull request (default: OPEN)
  --files A,B                changed files, divided by commas
  --from A..B                take the changed files from git: those between two commits
  --repository NAME          repository of the change, such as acme/shop (default: every repository)
${PREVIEW_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines what-if --stack prod --push main --from HEAD~1..HEAD
`;

const EVENTS = ["OPEN", "UPDATED", "CLOSED"] as const;

const OPTIONS = {
  ...PREVIEW_OPTIONS,
  push: { type: "string" },
  tag: { type: "string" },
  "pull-request": { type: "string" },
  event: { type: "string" },
  files: { type: "string" },
  from: { type: "string" },
  repository: { type: "string" },
} as const;

/** `aws-pipelines what-if` */
export const whatIfCommand: Command = {
  name: "what-if",
  summary: "says which pipelines and builds a push, tag or pull request starts, and why",
  help: HELP,
  run: async (args, surroundings) => {
    const values = parseOptions("what-if", args, OPTIONS);
    const change = readChange(values);
    return await answerFromPreview(values, surroundings, ({ resources, config, account }, { paint, width }) =>
      outcomeReport(whatIf(change, resources), pipelinesOf(resources, config, account), paint, width),
    );
  },
};

/**
 * Reads the change from the options.
 *
 * @throws {PreviewError} for none or several of `--push`, `--tag` and `--pull-request`, and for files from two places
 */
export function readChange(values: OptionValues<typeof OPTIONS>): Change {
  const { push, tag, "pull-request": pull, files, from, repository } = values;
  if ([push, tag, pull].filter((value) => value !== undefined).length !== 1) {
    throw new PreviewError("what-if takes one of --push BRANCH, --tag TAG and --pull-request BASE..HEAD");
  }
  if (files !== undefined && from !== undefined) {
    throw new PreviewError("--files and --from both give the changed files: use one of them");
  }
  const event = EVENTS.find((name) => name === (values.event ?? "OPEN").toUpperCase());
  if (event === undefined) {
    throw new PreviewError(`--event: "${values.event}" is none of ${EVENTS.join(", ")}`);
  }
  const changed =
    from === undefined ? files?.split(",").filter((file) => file !== "") : filesBetween(from, values.cwd ?? ".");
  const about = {
    ...(repository !== undefined && { repository }),
    ...(changed !== undefined && { files: changed }),
  };
  if (push !== undefined) {
    return { kind: "push", branch: push, ...about };
  }
  if (tag !== undefined) {
    return { kind: "tag", tag, ...about };
  }
  const [base = "", head = ""] = (pull ?? "").split("..");
  if (base === "" || head === "") {
    throw new PreviewError(`--pull-request: "${pull}" must be BASE..HEAD, such as main..feature`);
  }
  return { kind: "pull request", branch: base, head, event, ...about };
}

function filesBetween(range: string, cwd: string): readonly string[] {
  if (range.startsWith("-")) {
    throw new PreviewError(`--from: "${range}" must be A..B, such as HEAD~1..HEAD`);
  }
  const text = git(cwd, ["diff", "--name-only", "-z", range, "--"], (reason) => `--from ${range}: ${reason}`);
  return text.split("\0").filter((file) => file !== "");
}
