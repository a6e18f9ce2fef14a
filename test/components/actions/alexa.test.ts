import assert from "node:assert/strict";
import { alexa, alexaAction, alexaSchema } from "../../../components/actions/alexa";
import { renderAction } from "../../../components/pipelines/render/action";
import { readAction } from "../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const configuration = {
  ClientId: "amzn1.application-oa2-client.example",
  ClientSecret: "secret-of-the-client",
  RefreshToken: "Atzr|token",
  SkillId: "amzn1.ask.skill.12345678-1234-1234-1234-123456789012",
};
const action = alexaAction({
  name: "Skill",
  inputArtifacts: ["source"],
  acceptPlainTextSecrets: true,
  configuration,
});

const accepting =
  "the action has ClientSecret and RefreshToken in plain text, since AWS takes them from no store. Give true to accept that all readers of the definition have them";
const dynamic = "is a dynamic reference, which nobody resolves outside of a CloudFormation template: give the value";
const { acceptPlainTextSecrets: _accepted, ...unaware } = action;

describe("an action of the Alexa Skills Kit", () => {
  it("is a third party's, and stays in its region", () => {
    assert.deepEqual(factsOf(alexa), {
      provider: "AlexaSkillsKit",
      owner: "ThirdParty",
      version: "1",
      categories: ["Deploy"],
      inputArtifacts: { min: 1, max: 2 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: [],
      pipelineTypes: ["V1", "V2"],
      crossRegion: false,
    });
  });

  it("is read whether or not its owner is named, and tells AWS nothing but its configuration", () => {
    const surroundings = { namespaces: new Set<string>(), triggered: new Set<string>(), roleArn: undefined };
    for (const written of [action, { ...action, owner: "ThirdParty" as const }]) {
      assert.deepEqual(renderAction(readAction(written), surroundings), {
        name: "Skill",
        category: "Deploy",
        owner: "ThirdParty",
        provider: "AlexaSkillsKit",
        version: "1",
        runOrder: 1,
        configuration,
        inputArtifacts: ["source"],
        outputArtifacts: [],
      });
    }
  });

  it("has no use for a role: who does its work moves artifacts with the credentials of the job", () => {
    assert.deepEqual(alexa.artifactUse(alexaSchema.parse(action)), { read: false, write: false });
  });
});

describeProvider(alexa, {
  title: "an action that deploys a skill",
  minimal: { action, configuration, statements: [] },
  full: { action: { ...action, owner: "ThirdParty", inputArtifacts: ["a", "b"] }, configuration, statements: [] },
  required: ["ClientId", "ClientSecret", "RefreshToken", "SkillId"],
  refused: [
    ["secrets in plain text that nobody accepts", unaware, "acceptPlainTextSecrets", `is missing: ${accepting}`],
    [
      "secrets in plain text that are not accepted",
      { ...action, acceptPlainTextSecrets: false },
      "acceptPlainTextSecrets",
      `is not true: ${accepting}`,
    ],
    [
      "a reference that CloudFormation alone would resolve",
      configured(action, { ClientSecret: "{{resolve:secretsmanager:alexa:SecretString:secret}}" }),
      "configuration.ClientSecret",
      dynamic,
    ],
    [
      "such a reference to a token",
      configured(action, { RefreshToken: "{{resolve:ssm-secure:/alexa/token}}" }),
      "configuration.RefreshToken",
      dynamic,
    ],
    [
      "what AWS shows when the pipeline is read",
      configured(action, { RefreshToken: "****" }),
      "configuration.RefreshToken",
      "is what AWS shows in place of the value: give the value",
    ],
    [
      "an empty secret",
      configured(action, { ClientSecret: " " }),
      "configuration.ClientSecret",
      "is empty: write something or leave it out",
    ],
    [
      "a skill that is none",
      configured(action, { SkillId: "trivia" }),
      "configuration.SkillId",
      'is "trivia": give the id of a skill, amzn1.ask.skill.<id>',
    ],
    ["AWS as its owner", { ...action, owner: "AWS" }, "owner", 'is "AWS": allowed are ThirdParty'],
    [
      "a role",
      { ...action, roleArn: "arn:aws:iam::111122223333:role/deploy" },
      "roleArn",
      "is arn:aws:iam::111122223333:role/deploy: a worker of Amazon's acts for the action; remove it",
    ],
  ],
  allowed: [],
  denied: [{ action: "s3:GetObject", resource: "arn:aws:s3:::store/shop/source/a" }],
});
