import assert from "node:assert/strict";
import { contextOf, placeOf } from "../../../../components/pipelines/validation/cross-region";
import { validatePipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import {
  approvalAction,
  buildAction,
  checkRule,
  context,
  pipelineOf,
  pipelineUnder,
  sourceAction,
} from "../../../support/pipelines";
import { scope } from "../../../support/scopes";
import { stackActionOf } from "../../../support/stacks";

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

function machineAction(changes: Record<string, unknown> = {}) {
  const StateMachineArn = "arn:aws:states:eu-central-1:111122223333:stateMachine:migrate";
  return { name: "Migrate", provider: "StepFunctions", configuration: { StateMachineArn }, ...changes };
}

function siteAction(KMSEncryptionKeyARN: string) {
  const configuration = { BucketName: "shop-site", Extract: true, KMSEncryptionKeyARN };
  return { name: "Site", provider: "S3", category: "Deploy", inputArtifacts: ["source"], configuration };
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
    "an action in the European Sovereign Cloud",
    pipelineOf([buildAction({ region: "eusc-de-east-1" })]),
    "stages[1].actions[0].region",
    'is "eusc-de-east-1", in another partition of AWS than the pipeline in eu-central-1: give a region of aws',
  ],
  [
    "a rule in another partition",
    pipelineUnder({ beforeEntry: { result: "FAIL", rules: [checkRule({ region: "us-gov-west-1" })] } }),
    "stages[1].beforeEntry.rules[0].region",
    'is "us-gov-west-1", in another partition of AWS than the pipeline in eu-central-1: give a region of aws',
  ],
  [
    "a role of another partition",
    pipelineOf([buildAction({ roleArn: "arn:aws-cn:iam::111122223333:role/deployer" })]),
    "stages[1].actions[0].roleArn",
    'is "arn:aws-cn:iam::111122223333:role/deployer", in another partition of AWS than the pipeline in eu-central-1: give a role of aws',
  ],
  [
    "a rule with a role of another partition",
    pipelineUnder({
      beforeEntry: { result: "FAIL", rules: [checkRule({ roleArn: "arn:aws-us-gov:iam::111122223333:role/asks" })] },
    }),
    "stages[1].beforeEntry.rules[0].roleArn",
    'is "arn:aws-us-gov:iam::111122223333:role/asks", in another partition of AWS than the pipeline in eu-central-1: give a role of aws',
  ],
  [
    "a topic of another region",
    pipelineOf([approvalAction({}, { NotificationArn: "arn:aws:sns:us-east-1:111122223333:releases" })]),
    "stages[1].actions[0].configuration.NotificationArn",
    "is of region us-east-1, and the action works in eu-central-1: give one of that region",
  ],
  [
    "a state machine of the pipeline's region in another one",
    pipelineOf([machineAction({ region: "us-east-1" })]),
    "stages[1].actions[0].configuration.StateMachineArn",
    "is of region eu-central-1, and the action works in us-east-1: give one of that region",
  ],
  [
    "a state machine of another account",
    pipelineOf([machineAction({ roleArn: first })]),
    "stages[1].actions[0].configuration.StateMachineArn",
    "is of account 111122223333, and the action works in 222233334444: give one of that account",
  ],
  [
    "a key of another region",
    pipelineOf([siteAction("arn:aws:kms:us-east-1:222233334444:key/0f1e2d3c")]),
    "stages[1].actions[0].configuration.KMSEncryptionKeyARN",
    "is of region us-east-1, and the action works in eu-central-1: give one of that region",
  ],
  [
    "the alias of a key of another account",
    pipelineOf([siteAction("arn:aws:kms:eu-central-1:222233334444:alias/site")]),
    "stages[1].actions[0].configuration.KMSEncryptionKeyARN",
    "is of account 222233334444, and the action works in 111122223333: give one of that account",
  ],
  [
    "a stack's role of another account than the pipeline's",
    pipelineOf([
      stackActionOf(
        { ActionMode: "CREATE_UPDATE", TemplatePath: "source::shop.yml", RoleArn: first },
        { inputArtifacts: ["source"] },
      ),
    ]),
    "stages[1].actions[0].configuration.RoleArn",
    "is of account 222233334444, and the action works in 111122223333: give one of that account",
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
    ["a state machine of the action's region and account", pipelineOf([machineAction({ region: "eu-central-1" })])],
    [
      "a topic of another account",
      pipelineOf([approvalAction({}, { NotificationArn: "arn:aws:sns:eu-central-1:222233334444:releases" })]),
    ],
    ["a key of another account", pipelineOf([siteAction("arn:aws:kms:eu-central-1:222233334444:key/0f1e2d3c")])],
    ["a key by its id", pipelineOf([siteAction("0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f")])],
    ["the alias of a key of the account", pipelineOf([siteAction("arn:aws:kms:eu-central-1:111122223333:alias/site")])],
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
