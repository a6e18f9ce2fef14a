import assert from "node:assert/strict";
import { contextOf, placeOf } from "../../../components/model/action-place";
import { validatePipeline } from "../../../components/model/validate-pipeline";
import {
  approvalAction,
  buildAction,
  checkRule,
  context,
  pipelineOf,
  pipelineUnder,
  sourceAction,
} from "../../support/pipelines";
import { scope } from "../../support/scopes";

const roleOf = (account: string) => `arn:aws:iam::${account}:role/deployer`;
const own = roleOf(scope.account);
const first = roleOf("222233334444");
const second = roleOf("333344445555");

/** A source of another account, whose artifact an action of an account takes. */
function takenFrom(maker: string | undefined, taker: string | undefined) {
  const [source, ...later] = pipelineOf([buildAction(taker === undefined ? {} : { roleArn: taker })]).stages;
  return {
    stages: [{ ...source, actions: [sourceAction(maker === undefined ? {} : { roleArn: maker })] }, ...later],
  };
}

const refused: [what: string, definition: unknown, path: string, reason: string][] = [
  [
    "an approval in another region",
    pipelineOf([approvalAction({ region: "us-east-1" })]),
    "stages[1].actions[0].region",
    'is "us-east-1", and Manual runs in the region of its pipeline, eu-central-1, alone: remove it',
  ],
  [
    "a source in another region",
    {
      stages: [
        { name: "Source", actions: [sourceAction({ region: "us-east-1" })] },
        ...pipelineOf([approvalAction()]).stages.slice(1),
      ],
    },
    "stages[0].actions[0].region",
    'is "us-east-1", and CodeStarSourceConnection runs in the region of its pipeline, eu-central-1, alone: remove it',
  ],
  [
    "an action in another partition",
    pipelineOf([buildAction({ region: "cn-north-1" })]),
    "stages[1].actions[0].region",
    'is "cn-north-1", in another partition of AWS than the pipeline in eu-central-1: give a region of aws',
  ],
  [
    "a rule in another partition",
    pipelineUnder({ beforeEntry: { result: "FAIL", rules: [checkRule({ region: "us-gov-west-1" })] } }),
    "stages[1].beforeEntry.rules[0].region",
    'is "us-gov-west-1", in another partition of AWS than the pipeline in eu-central-1: give a region of aws',
  ],
  [
    "a build of another account that makes artifacts",
    pipelineOf([buildAction({ roleArn: first, outputArtifacts: ["image"] })]),
    "stages[1].actions[0].outputArtifacts",
    "are made in account 222233334444, and builds of another account than 111122223333 can make none: remove them",
  ],
  [
    "an artifact of one other account in another one",
    takenFrom(first, second),
    "stages[1].actions[0].inputArtifacts[0]",
    '"source" is made by stages[0].actions[0] in account 222233334444, and account 333344445555 can only take what is made there or in 111122223333: take another artifact',
  ],
];

describe("the places of actions", () => {
  for (const [what, definition, path, reason] of refused) {
    it(`refuse ${what}, where the place of the pipeline is known`, () => {
      assert.deepEqual(validatePipeline(definition, scope), [{ path, reason }]);
      assert.deepEqual(validatePipeline(definition), []);
    });
  }

  for (const [what, definition] of [
    ["the region of the pipeline, said aloud", pipelineOf([approvalAction({ region: "eu-central-1" })])],
    [
      "a build in another region that makes artifacts",
      pipelineOf([buildAction({ region: "us-east-1", outputArtifacts: ["a"] })]),
    ],
    [
      "a rule in another region",
      pipelineUnder({ beforeEntry: { result: "FAIL", rules: [checkRule({ region: "us-east-1" })] } }),
    ],
    ["a build of another account that makes nothing", pipelineOf([buildAction({ roleArn: first })])],
    [
      "a build with a role of its own account that makes artifacts",
      pipelineOf([buildAction({ roleArn: own, outputArtifacts: ["a"] })]),
    ],
    ["an artifact of another account in that of the pipeline", takenFrom(first, undefined)],
    ["an artifact of the pipeline's account in another one", takenFrom(undefined, first)],
    ["an artifact of another account in the same", takenFrom(first, first)],
  ] as const) {
    it(`accept ${what}`, () => {
      assert.deepEqual(validatePipeline(definition, scope), []);
    });
  }
});

describe("contextOf", () => {
  it("is where an action runs, and whose its artifacts are", () => {
    assert.deepEqual(contextOf(context, { region: "us-east-1", roleArn: first }), {
      scope: { partition: "aws", account: "222233334444", region: "us-east-1" },
      pipelineName: "shop",
      pipelineAccount: "111122223333",
    });
  });
});

describe("placeOf", () => {
  it("is the region of the action, and the account of its role", () => {
    assert.deepEqual(placeOf(scope, {}), scope);
    assert.deepEqual(placeOf(scope, { region: "us-east-1" }), { ...scope, region: "us-east-1" });
    assert.deepEqual(placeOf(scope, { roleArn: first }), { ...scope, account: "222233334444" });
    assert.deepEqual(placeOf(scope, { region: "us-east-1", roleArn: own }), { ...scope, region: "us-east-1" });
  });
});
