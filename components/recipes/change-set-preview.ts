import type * as fs from "node:fs";
import type { z } from "zod";
import { regionName, roleArnSchema, stackName } from "../aws/names";
import type { Buildspec } from "../codebuild/buildspec";
import { allowedKeys } from "../schema/vocabulary";
import { checkArgs } from "./args";
import { enterTarget, withRole } from "./build-target";
import { changeSetVariables, exportChangeSet, installPlanProgram, recordPlan } from "./change-plan";
import { createToolsFolder, removeTools } from "./pinned-tool";
import type { PlanFacts, PlannedChange } from "./plan-program";
import { presentPlan } from "./plan-store";
import { failIf, strictCommand } from "./shell";
import { findWidened } from "./widened-permissions";

export interface ChangeSetPreviewArgs {
  /** The name of the stack. */
  stackName: string;
  /** The region of the stack. */
  region: string;
  /**
   * The ARN of a role in the account of the stack, which the build or the commands may assume.
   * @default - the account of the build
   */
  roleArn?: string | undefined;
}

const changeSetPreviewArgs = allowedKeys({
  stackName,
  region: regionName,
  roleArn: roleArnSchema.optional(),
}) satisfies z.ZodType<ChangeSetPreviewArgs>;

/** The description of the change set, as a shell reads it. */
const changeSetFile = '"$TOOLS_DIR/change-set.json"';

/**
 * Describes a change set that CodePipeline made, and runs no code of the repository. The log shows logical and physical
 * ids, changed properties and wider permissions, and no values. `CHANGE_COUNT`, `PLAN_SUMMARY`, `CHANGE_SET_ID` and
 * `PREVIEW_LINK` are exported for the approval.
 *
 * The action gives `CHANGE_SET_NAME`. The build deletes a change set without changes: CloudFormation keeps it otherwise.
 *
 * @throws Error that names every invalid argument.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
 */
export function changeSetPreview(args: ChangeSetPreviewArgs): Buildspec {
  const { stackName: stack, region, roleArn } = checkArgs("changeSetPreview", changeSetPreviewArgs, args);
  const place = `--region ${region} --stack-name ${stack} --change-set-name "$CHANGE_SET_NAME"`;
  const describe = `(...files) => (${describeChangeSet.toString()})(require("node:fs"), ${findWidened.toString()}, ...files)`;
  return {
    version: 0.2,
    env: { shell: "bash", "exported-variables": [...changeSetVariables] },
    phases: {
      build: {
        commands: [
          createToolsFolder,
          installPlanProgram("update", describe),
          ...(roleArn === undefined ? [] : [strictCommand(...enterTarget({ region, roleArn }))]),
          strictCommand(
            failIf(`[ -z "\${CHANGE_SET_NAME:-}" ]`, "CHANGE_SET_NAME is missing: the action passes it"),
            `aws cloudformation describe-change-set ${place} --include-property-values --output json > ${changeSetFile}`,
            recordPlan({ to: presentPlan, target: stack, files: [changeSetFile] }),
          ),
          exportChangeSet(presentPlan, changeSetFile, region),
          strictCommand('if [ "$CHANGE_COUNT" = 0 ]; then', `  aws cloudformation delete-change-set ${place}`, "fi"),
        ],
        finally: [removeTools],
      },
    },
  };
}

/**
 * Returns the command that fails unless the name that is executed still belongs to the change set with the approved id.
 * It is one line, for an action that runs commands on CodePipeline's own compute.
 *
 * @param name - the name of the change set, which may hold references
 * @param id - a reference to the approved id
 */
export function requireChangeSet(
  { stackName: stack, region, roleArn }: ChangeSetPreviewArgs,
  name: string,
  id: string,
): string {
  const describe = [
    `aws cloudformation describe-change-set --region ${region} --stack-name ${stack} --change-set-name "${name}"`,
    `--query "join(' ', [ChangeSetId, ExecutionStatus])" --output text`,
  ].join(" ");
  const answer = roleArn === undefined ? describe : withRole(roleArn, region, describe);
  return `[ "$(${answer})" = "${id} AVAILABLE" ] || { echo "This is not what was approved. Nothing was changed. Start the pipeline again." >&2; exit 1; }`;
}

/**
 * Describes a change set as `describe-change-set --include-property-values` prints it. Its source text runs in builds.
 *
 * @param widened - {@link findWidened}
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
 */
export function describeChangeSet(
  { readFileSync }: typeof fs,
  widened: (before: unknown, after: unknown) => string[],
  file: string,
): PlanFacts {
  interface ResourceChange {
    readonly Action?: string;
    readonly PolicyAction?: string;
    readonly LogicalResourceId?: string;
    readonly PhysicalResourceId?: string;
    readonly ResourceType?: string;
    readonly Replacement?: string;
    readonly Details?: readonly { readonly Target?: { readonly Name?: string; readonly Attribute?: string } }[];
    readonly BeforeContext?: string;
    readonly AfterContext?: string;
  }
  const {
    Status,
    StatusReason = "",
    ExecutionStatus,
    ChangeSetId,
    StackId,
    Changes = [],
  }: {
    readonly Status?: string;
    readonly StatusReason?: string;
    readonly ExecutionStatus?: string;
    readonly ChangeSetId?: string;
    readonly StackId?: string;
    readonly Changes?: readonly { readonly ResourceChange?: ResourceChange }[];
  } = JSON.parse(readFileSync(file, "utf8"));
  // CodePipeline makes an empty change set without a failure, and CloudFormation gives it this reason.
  const isEmpty =
    Status === "FAILED" && /didn't contain changes|no updates are to be performed/i.test(String(StatusReason));
  // The text by which findWidened knows a value that the update decides.
  const unknown = ["04da6b54", "80e4", "46f7", "96ec", "b56ff0331ba9"].join("-");
  const propertiesOf = (context: string | undefined): unknown =>
    context === undefined
      ? undefined
      : JSON.parse(context.replaceAll("{{changeSet:KNOWN_AFTER_APPLY}}", unknown)).Properties;
  const actionOf = ({ Action, PolicyAction = "", Replacement }: ResourceChange): PlannedChange["action"] => {
    switch (Action) {
      case "Add":
        return "create";
      case "Import":
        return "import";
      case "Remove":
        return PolicyAction === "Retain" ? "forget" : "delete";
      case "Modify":
      case "Dynamic":
        return Replacement === "True" || Replacement === "Conditional" ? "replace" : "update";
      default:
        return "record";
    }
  };
  const resources = Changes.flatMap(({ ResourceChange: change }) => change ?? []).map((change): PlannedChange => {
    const { LogicalResourceId = "", PhysicalResourceId, ResourceType = "", Details = [] } = change;
    const action = actionOf(change);
    const names = Details.flatMap(({ Target }) => Target?.Name ?? Target?.Attribute ?? []);
    const grants = /^AWS::IAM::|(Permission|Policy)$/.test(ResourceType);
    // A change set may leave the values out. A document that nobody sees counts as wider.
    const after =
      change.AfterContext === undefined && grants && action !== "delete" && action !== "forget"
        ? { policy: unknown }
        : propertiesOf(change.AfterContext);
    const widens = widened(propertiesOf(change.BeforeContext), after);
    return {
      action,
      address: LogicalResourceId,
      type: ResourceType,
      ...(PhysicalResourceId !== undefined && { id: PhysicalResourceId }),
      ...(names.length > 0 && { properties: [...new Set(names)].sort() }),
      ...(widens.length > 0 && { widens }),
      record: change,
    };
  });
  // A change set made by CHANGE_SET_REPLACE does not include nested stacks, and none includes a stack set's template.
  const nested = resources.filter(
    ({ type, action }) =>
      ["AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"].includes(type) &&
      !["delete", "forget"].includes(action),
  );
  // A stack may change in its outputs, tags or parameters alone.
  const ofStack: PlannedChange = {
    action: "record",
    address: "outputs and settings of the stack",
    type: "stack",
    record: ChangeSetId,
  };
  const isReady = Status === "CREATE_COMPLETE" && ExecutionStatus === "AVAILABLE";
  return {
    tool: "cloudformation",
    plugins: [],
    state: { changeSet: ChangeSetId, stack: StackId },
    stateRecord: ChangeSetId,
    changes: isEmpty ? [] : resources.length > 0 ? resources : [ofStack],
    refused: [
      ...(isEmpty || isReady ? [] : [`The change set has the status ${Status}, ${ExecutionStatus}: ${StatusReason}`]),
      ...nested.map(
        ({ address, type }) =>
          `${address} is of the type ${type}: this change set does not show its template, which is read after the approval. Plan it as a stack of its own, or set plan: false`,
      ),
    ],
  };
}
