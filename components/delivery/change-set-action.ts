import { changeSetCondition } from "../actions/cloudformation/modes";
import { commandsAction } from "../actions/commands/action";
import { stackArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement } from "../iam/statement";
import { changeSetPreview, requireChangeSet } from "../recipes/change-set-preview";
import type { Problem } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import type { ActionPosition, BuildSettings } from "./inline-actions";
import type { Target } from "./targets";

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

/** The build that describes a change set. */
export function describeBuild(scope: AwsScope, { stackName, name }: ChangeSetStep, target: Target = {}): BuildSettings {
  const place = placeOf(scope, target);
  const resources = [stackArn(place, stackName)];
  return {
    environmentVariables: { CHANGE_SET_NAME: { value: name } },
    buildspec: changeSetPreview({ stackName, region: place.region }),
    permissions: [
      // AWS names no change set while the stack does not exist.
      allowStatement({ sid: "DescribeChangeSet", actions: ["cloudformation:DescribeChangeSet"], resources }),
      allowStatement({
        sid: "DeleteEmptyChangeSet",
        actions: ["cloudformation:DeleteChangeSet"],
        resources,
        conditions: changeSetCondition(name),
      }),
    ],
  };
}

/** The action that compares a change set with the approved one, on CodePipeline's own compute. */
export function checkAction(
  scope: AwsScope,
  { changeSet, provider: _, ...action }: ChangeSetAction,
  target: Target = {},
): ReturnType<typeof commandsAction> {
  const place = placeOf(scope, target);
  const { stackName, name, approvedId } = changeSet;
  return commandsAction({
    ...action,
    inputArtifacts: [...action.inputArtifacts],
    outputArtifacts: [],
    commands: [requireChangeSet({ stackName, region: place.region }, name, approvedId)],
    permissions: [{ actions: ["cloudformation:DescribeChangeSet"], resources: [stackArn(place, stackName)] }],
  });
}

/** Refuses the plan of a stack that this account cannot read. */
export function changeSetProblems({ account: home }: AwsScope, { account }: Target = {}): Problem[] {
  return account === undefined || account === home
    ? []
    : [
        {
          path: "target.account",
          reason: `is ${shown(account)}, and the plan of a stack is read with a role of ${home}: set plan: false, or deploy with stackAction`,
        },
      ];
}

function placeOf(scope: AwsScope, { region = scope.region }: Target): AwsScope {
  return { ...scope, region };
}
