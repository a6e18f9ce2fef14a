import { readDefinition } from "../../components/pipelines/aws-form/read-definition";

/** A map of a template or of AWS output. */
export type Keys = Readonly<Record<string, unknown>>;

const sourceAction = {
  Name: "Repository",
  ActionTypeId: { Category: "Source", Owner: "AWS", Provider: "CodeStarSourceConnection", Version: "1" },
  Configuration: {
    ConnectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
    FullRepositoryId: "acme/shop",
    BranchName: "main",
  },
  OutputArtifacts: [{ Name: "source" }],
};

/** An approval in the form of CloudFormation. */
export const approval = {
  Name: "Release",
  ActionTypeId: { Category: "Approval", Owner: "AWS", Provider: "Manual", Version: "1" },
};

/** A pipeline of a source and one more stage, in the form of CloudFormation. */
export function propertiesOf(actions: readonly unknown[], stage: Keys = {}, pipeline: Keys = {}): Keys {
  return {
    Name: "shop",
    RoleArn: "arn:aws:iam::111122223333:role/shop",
    Stages: [
      { Name: "Source", Actions: [sourceAction] },
      { Name: "Next", Actions: actions, ...stage },
    ],
    ...pipeline,
  };
}

/** All problems of a pipeline that is read from JSON. */
export function problemsIn(properties: Keys) {
  return readDefinition(JSON.stringify(properties)).problems;
}

/** The second stage of a valid pipeline that is read from JSON. */
export function stageIn(properties: Keys) {
  const { definition, problems } = readDefinition(JSON.stringify(properties));
  return problems.length > 0 ? problems : definition?.stages[1];
}

/** The first action of that stage. */
export function actionIn(properties: Keys) {
  const stage = stageIn(properties);
  return stage !== undefined && "actions" in stage ? stage.actions[0] : stage;
}
