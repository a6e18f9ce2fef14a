import { changeSetCondition } from "../actions/cloudformation/modes";
import { commandsAction } from "../actions/commands/action";
import { stackArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { grantOf } from "../iam/grant";
import { allowStatement, type Statement } from "../iam/statement";
import { changeSetPreview, requireChangeSet } from "../recipes/change-set-preview";
import type { ActionPosition, BuildSettings } from "./inline-actions";
import { throughTarget } from "./target-roles";
import type { TargetPlace } from "./targets";

/** The part of a planned stack that an action does. */
export interface ChangeSetStep {
  /** `describe` exports the changes for the approval; `check` compares the change set with the approved one. */
  readonly step: "describe" | "check";
  readonly stackName: string;
  /** The name of the change set, with a reference to the execution. */
  readonly name: string;
  /** A reference to the id of the approved change set. */
  readonly approvedId: string;
}

/** An action that reads a change set. It runs no code of the repository. Plain data. */
export interface ChangeSetAction extends ActionPosition {
  readonly provider: "CodeBuild";
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly changeSet: ChangeSetStep;
}

/** The statements that a step needs in the account of its stack. It reads; the description also deletes an empty change set. */
export function changeSetStatements({ step, stackName, name }: ChangeSetStep, place: AwsScope): Statement[] {
  const resources = [stackArn(place, stackName)];
  // AWS names no change set while the stack does not exist.
  const describe = allowStatement({
    sid: "DescribeChangeSet",
    actions: ["cloudformation:DescribeChangeSet"],
    resources,
  });
  return step === "check"
    ? [describe]
    : [
        describe,
        allowStatement({
          sid: "DeleteEmptyChangeSet",
          actions: ["cloudformation:DeleteChangeSet"],
          resources,
          conditions: changeSetCondition(name),
        }),
      ];
}

/** The build that describes a change set, with a role of the account of the stack if that is another one. */
export function describeBuild(step: ChangeSetStep, target: TargetPlace): BuildSettings {
  const { place, role } = target;
  const { stackName, name } = step;
  return {
    environmentVariables: { CHANGE_SET_NAME: { value: name } },
    buildspec: changeSetPreview({ stackName, region: place.region, roleArn: role?.roleArn }),
    permissions: throughTarget(target, changeSetStatements(step, place)),
  };
}

/** The action that compares a change set with the approved one, on CodePipeline's own compute. */
export function checkAction(
  { changeSet, provider: _, ...action }: ChangeSetAction,
  target: TargetPlace,
): ReturnType<typeof commandsAction> {
  const { place, role } = target;
  const { stackName, name, approvedId } = changeSet;
  return commandsAction({
    ...action,
    inputArtifacts: [...action.inputArtifacts],
    outputArtifacts: [],
    commands: [requireChangeSet({ stackName, region: place.region, roleArn: role?.roleArn }, name, approvedId)],
    permissions: throughTarget(target, changeSetStatements(changeSet, place)).map(grantOf),
  });
}
