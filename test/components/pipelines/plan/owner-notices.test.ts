import assert from "node:assert/strict";
import { ecsAction } from "../../../../components/actions/ecs/action";
import { ownerNotices } from "../../../../components/pipelines/plan/owner-notices";
import { approvalAction, buildAction, pipelineOf, planOf as planned } from "../../../support/pipelines";

const deployer = "arn:aws:iam::222233334444:role/deployer";
const own = "arn:aws:iam::111122223333:role/deployer";
const builds = "arn:aws:iam::222233334444:role/builds";

function planOf(definition: unknown, keys: Record<string, string> = {}) {
  return planned(definition, {}, { artifacts: keys });
}

const trust = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Role",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:root"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "ArnEquals": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:role/shop+eu-central-1"
        }
      }
    }
  ]
}`;

/** The JSON that follows a line of a notice. */
function jsonAfter(notice: string | undefined, line: string): unknown {
  const [, text] = notice?.split(`${line}\n`) ?? [];
  return JSON.parse(text ?? "");
}

describe("what owners of roles are told", () => {
  it("is nothing where the pipeline makes every role", () => {
    assert.deepEqual(ownerNotices(planOf(pipelineOf([buildAction()]))), []);
  });

  it("is whom to trust, and no more for an action that needs no permission", () => {
    assert.deepEqual(ownerNotices(planOf(pipelineOf([approvalAction({ roleArn: own })]))), [
      `Stage1/Release runs with ${own}. This program does not create the role. Create it before the pipeline, with this trust policy:\n${trust}`,
    ]);
  });

  it("is what an action needs, in the account that its role belongs to", () => {
    const [notice, ...others] = ownerNotices(planOf(pipelineOf([buildAction({ roleArn: own })])));
    assert.ok(
      notice?.startsWith(
        `Stage1/Image runs with ${own}. This program does not create the role. Create it before the pipeline, with this trust policy:\n${trust}\nwith these statements in its permissions:\n`,
      ),
    );
    assert.deepEqual(jsonAfter(notice, "with these statements in its permissions:"), [
      {
        Sid: "Build",
        Effect: "Allow",
        Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
        Resource: ["arn:aws:codebuild:eu-central-1:111122223333:project/shop-image"],
        Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
      },
    ]);
    assert.deepEqual(others, []);
  });

  it("is in words what the action says too little of for a statement", () => {
    const deploy = ecsAction({
      name: "Web",
      roleArn: own,
      inputArtifacts: ["source"],
      configuration: { ClusterName: "prod", ServiceName: "shop" },
    });
    const [notice] = ownerNotices(planOf(pipelineOf([deploy])));
    assert.match(
      notice ?? "",
      /\]\nand see to this by hand: it must register and tag revisions of the service's task definition, and pass the roles that it names to tasks. Give taskDefinitionFamily and passRoleArns to have the statements$/,
    );
  });

  it("is the policies of AWS's own that the action asks for", () => {
    const plan = planOf(pipelineOf([approvalAction({ roleArn: own })]));
    const roles = plan.roles.map((role) => ({ ...role, managedPolicies: ["arn:aws:iam::aws:policy/P"] }));
    assert.match(
      ownerNotices({ ...plan, roles }).at(-1) ?? "",
      /\nwith these policies attached:\n\[\n {2}"arn:aws:iam::aws:policy\/P"\n\]$/,
    );
  });

  it("is what a build in another account needs, whose role the action names", () => {
    const build = buildAction({ roleArn: deployer }, { ServiceRoleArnOverride: builds });
    const notices = ownerNotices(planOf(pipelineOf([build]), { "eu-central-1": "arn:key" }));
    assert.equal(notices.length, 2);
    assert.ok(
      notices[1]?.startsWith(
        `Builds in account 222233334444 run with ${builds}. Create the role before the pipeline,\nwith these statements in its permissions:\n`,
      ),
    );
    const ours = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
    assert.deepEqual(jsonAfter(notices[1], "with these statements in its permissions:"), [
      {
        Sid: "ArtifactStore",
        Effect: "Allow",
        Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
        Resource: ["arn:aws:s3:::store"],
        Condition: ours,
      },
      {
        Sid: "Artifacts",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: ["arn:aws:s3:::store/*"],
        Condition: ours,
      },
      { Sid: "Key", Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: ["arn:key"] },
    ]);
  });

  it("is that the role of a build in another account must be named to be let in", () => {
    const notices = ownerNotices(planOf(pipelineOf([buildAction({ roleArn: deployer })])));
    assert.ok(
      notices[1]?.startsWith(
        "Builds in account 222233334444 run with the role of their project, arn:aws:iam::222233334444:role/shop-image-eu-central-1 if a BuildProject created it. Bucket and key allow it only if the action names it. Create the role before the pipeline,\n",
      ),
    );
  });
});
