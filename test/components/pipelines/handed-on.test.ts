import assert from "node:assert/strict";
import { cloudFormationAction } from "../../../components/actions/cloudformation/action";
import { codeDeployAction } from "../../../components/actions/codedeploy/action";
import { codeStarSourceConnectionAction } from "../../../components/actions/codestar-source-connection";
import { BuildProject, type BuildProjectArgs } from "../../../components/codebuild/build-project";
import { downloadArtifacts } from "../../../components/iam/artifact-access";
import { keyPolicy } from "../../../components/iam/key-policy";
import { allowStatement, type Statement } from "../../../components/iam/statement";
import { Pipeline, type PipelineArgs } from "../../../components/pipelines/pipeline";
import { artifactKeyUsers } from "../../../components/pipelines/plan/artifact-users";
import { otherAccountUsers } from "../../../components/pipelines/plan/other-accounts";
import { buildAction, connectionArn, context } from "../../support/pipelines";
import { only, type Recorded, record } from "../../support/recorder";
import { keyArn, scope } from "../../support/scopes";

const stackRole = "arn:aws:iam::111122223333:role/shop-stack";
const instanceRole = "arn:aws:iam::444455556666:role/shop-instances";

const clone = codeStarSourceConnectionAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: {
    ConnectionArn: connectionArn,
    FullRepositoryId: "acme/shop",
    BranchName: "main",
    OutputArtifactFormat: "CODEBUILD_CLONE_REF",
  },
});

const deploy = cloudFormationAction({
  name: "Stack",
  inputArtifacts: ["built"],
  configuration: {
    ActionMode: "CREATE_UPDATE",
    StackName: "shop",
    RoleArn: stackRole,
    TemplatePath: "built::template.yml",
  },
});

const servers = codeDeployAction({
  name: "Servers",
  inputArtifacts: ["built"],
  artifactReaderArns: [instanceRole],
  configuration: { ApplicationName: "shop", DeploymentGroupName: "web" },
});

const stages = [
  { name: "Source", actions: [clone] },
  { name: "Build", actions: [buildAction({ outputArtifacts: ["built"] })] },
  { name: "Deploy", actions: [deploy, servers] },
];

const buildspec = { phases: { build: { commands: ["npm test"] } } };

async function build(
  withBuilds: boolean,
  project: Partial<BuildProjectArgs> = {},
): Promise<{ recorded: Recorded[]; said: string[] }> {
  const said: string[] = [];
  const recorded = await record(
    { preview: false },
    (opts) => {
      const image = new BuildProject("shop-image", { ...scope, buildspec, encryptionKeyArn: keyArn, ...project }, opts);
      const args: PipelineArgs = { ...scope, artifactBucketName: "store", encryptionKeyArn: keyArn, stages };
      new Pipeline("shop", withBuilds ? { ...args, builds: [image] } : args, opts);
    },
    said,
  );
  return { recorded, said };
}

function statementsOf({ inputs }: Recorded): Statement[] {
  return JSON.parse(String(inputs.policy)).Statement;
}

describe("a role that a pipeline hands artifacts on to", () => {
  it("reads them by the policy of a key that the program makes, whether or not the role exists yet", () => {
    const users = artifactKeyUsers({ stages }, context);
    assert.deepEqual(users.readers, [stackRole, instanceRole]);
    const statements: Statement[] = JSON.parse(keyPolicy(scope, users)).Statement;
    assert.deepEqual(
      statements.find(({ Sid }) => Sid === "ArtifactReaders"),
      {
        Sid: "ArtifactReaders",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        Resource: "*",
        Condition: {
          StringEquals: { "kms:CallerAccount": ["111122223333", "444455556666"] },
          ArnEquals: { "aws:PrincipalArn": [stackRole, instanceRole] },
        },
      },
    );
  });

  it("reads them by the policy of the bucket, if it is of another account", () => {
    assert.deepEqual(otherAccountUsers({ stages }, scope), { read: [instanceRole], write: [], tag: [] });
  });

  it("is printed with the statements that its own documents need", async () => {
    const { said } = await build(true);
    for (const [action, role] of [
      ["Deploy/Stack", stackRole],
      ["Deploy/Servers", instanceRole],
    ] as const) {
      const notice = said.find((text) => text.startsWith(`${action} hands its input artifacts to ${role}`)) ?? "";
      assert.deepEqual(JSON.parse(notice.slice(notice.indexOf("["))), downloadArtifacts(scope, "store", keyArn));
    }
  });
});

describe("the role of a build", () => {
  const sids = ["ArtifactStore", "Artifacts", "UseConnection", "UseConnectionFormerName"];

  it("gets what a pipeline needs of it, a full clone included, if the pipeline is given the project", async () => {
    const { recorded, said } = await build(true);
    const granted = only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-shop-image-policy");
    assert.equal(granted.inputs.role, "shop-image-eu-central-1");
    assert.deepEqual(
      statementsOf(granted).map(({ Sid }) => Sid),
      sids,
    );
    assert.deepEqual(
      said.filter((text) => text.startsWith("Builds of the pipeline shop run with")),
      [],
    );
    const pipeline = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop");
    assert.ok(pipeline.dependsOn.includes("shop-shop-image-policy"));
  });

  it("gets it in a managed policy, if its own inline policy leaves no room or its settings forbid inline ones", async () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      allowStatement({ sid: `Read${index}`, actions: ["s3:GetObject"], resources: [`arn:aws:s3:::data-${index}/*`] }),
    );
    const crowded = { permissions: many };
    for (const project of [crowded, { managedPoliciesOnly: true, rolePath: "/delivery/" }]) {
      const { recorded } = await build(true, project);
      assert.ok(!recorded.some(({ name }) => name === "shop-shop-image-policy"));
      const policy = only(recorded, "aws:iam/policy:Policy", "shop-shop-image-policy-ArtifactStore");
      assert.equal(policy.inputs.name, "shop-shop-image-eu-central-1-ArtifactStore");
      assert.equal(policy.inputs.path, project === crowded ? undefined : "/delivery/");
      assert.deepEqual(
        statementsOf(policy).map(({ Sid }) => Sid),
        sids,
      );
      const attachment = "shop-shop-image-attachment-ArtifactStore";
      const { inputs } = only(recorded, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment);
      assert.equal(inputs.role, "shop-image-eu-central-1");
      const pipeline = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop");
      assert.ok(pipeline.dependsOn.includes(attachment));
    }
  });

  it("is printed with what the pipeline needs of it, if the pipeline is not given the project", async () => {
    const { recorded, said } = await build(false);
    assert.ok(!recorded.some(({ name }) => name === "shop-shop-image-policy"));
    const [notice = "", ...others] = said.filter((text) => text.startsWith("Builds of the pipeline shop run with"));
    assert.deepEqual(others, []);
    assert.ok(notice.includes("arn:aws:iam::111122223333:role/shop-image-eu-central-1"));
    const statements: Statement[] = JSON.parse(notice.slice(notice.indexOf("[")));
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      sids,
    );
  });
});
