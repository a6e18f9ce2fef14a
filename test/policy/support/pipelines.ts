import { pipeline } from "../../fixtures/policy/resources";
import type { Fixture } from "./cases";

/** A pipeline of these stages, by name, that is otherwise as every rule accepts it. */
export function pipelineOf(stages: Readonly<Record<string, readonly object[]>>, props: object = {}): Fixture {
  return {
    type: pipeline.type,
    props: {
      ...pipeline.props,
      stages: Object.entries(stages).map(([name, actions]) => ({ name, actions })),
      ...props,
    },
  };
}

/** An action with CodeBuild that runs a project. */
export function build(name: string, ProjectName: unknown = "shop-runner", configuration: object = {}) {
  return {
    name,
    category: "Build",
    owner: "AWS",
    provider: "CodeBuild",
    configuration: { ProjectName, ...configuration },
  };
}

/** An action that deploys a stack, or does something else with it. */
export function stackAction(ActionMode: string, StackName = "shop", extra: object = {}) {
  return {
    name: "Stack",
    category: "Deploy",
    owner: "AWS",
    provider: "CloudFormation",
    configuration: { ActionMode, StackName, ChangeSetName: "changes", RoleArn: "arn:aws:iam::123456789012:role/shop" },
    ...extra,
  };
}

/** An approval that tells its approvers and times out. */
export const approval = {
  name: "Approve",
  category: "Approval",
  owner: "AWS",
  provider: "Manual",
  timeoutInMinutes: 60,
  configuration: { NotificationArn: "arn:aws:sns:eu-west-1:123456789012:approvals" },
};

export const source = {
  name: "Push",
  category: "Source",
  owner: "AWS",
  provider: "CodeStarSourceConnection",
  configuration: { FullRepositoryId: "acme/shop", BranchName: "main" },
};
