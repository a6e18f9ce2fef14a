import { findActionType } from "../../../../../components/actions/catalogue";
import { executionId } from "../../../../../components/pipelines/definition/variable-reference";
import { connectionArn } from "../../../../support/pipelines";
import { sampleActions } from "../../../../support/sample-actions";
import { add, addLater, addStage, approval, image, type Mutation, type Mutations, placed } from "./mutation";

const providers: Mutations = Object.fromEntries(
  sampleActions
    .filter((sample) => !findActionType(sample)?.pipelineTypes.includes("V1"))
    .map((sample): [string, Mutation] => [
      `${sample.provider} as a ${findActionType(sample)?.categories[0]} action`,
      (draft, at) => `${addLater(draft, at, placed(sample, draft))}.provider`,
    ]),
);

/** Features that a pipeline of type V1 lacks. */
export const firstType: Mutations = {
  ...providers,
  "another execution mode": (draft) => {
    draft.executionMode = "QUEUED";
    return "executionMode";
  },
  variables: (draft) => {
    draft.variables = [{ name: "Added" }];
    return "variables";
  },
  triggers: (draft) => {
    const configuration = { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" };
    add(draft, 0, image({ provider: "CodeStarSourceConnection", configuration }));
    draft.triggers = [{ sourceAction: "Added", push: [{ branches: { includes: ["main"] } }] }];
    return "triggers";
  },
  conditions: (draft) => {
    const configuration = { Variable: executionId, Operator: "EQ", Value: "1" };
    const rules = [{ name: "Check", provider: "VariableCheck", configuration }];
    return `${addStage(draft, [approval()], { beforeEntry: { result: "SKIP", rules } })}.beforeEntry`;
  },
  retries: (draft) => `${addStage(draft, [approval()], { onFailure: { result: "RETRY" } })}.onFailure`,
};
