import assert from "node:assert/strict";
import { deployBuild, planBuild, planObjects, withImage } from "../../../components/delivery/infrastructure-builds";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { pulumiUpPreview } from "../../../components/recipes/pulumi-up-preview";
import { terraformApply } from "../../../components/recipes/terraform-apply";
import { terraformApplyPreview } from "../../../components/recipes/terraform-apply-preview";
import { deliverySettings, deployment, readSettings } from "../../support/delivery-settings";
import { scope } from "../../support/scopes";

const repositoryUri = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop";
const { sha256 } = deployment();
const grant = { actions: ["ecs:UpdateService"], resources: ["arn:aws:ecs:eu-central-1:111122223333:service/shop/web"] };
const granted = { Sid: "Granted1", Effect: "Allow", Action: grant.actions, Resource: grant.resources };

/** The infrastructure of an environment with these settings. */
function infrastructure(changes: Record<string, unknown> = {}, name = "shop-dev") {
  const { deploy, state, plan, builds } = readSettings(deliverySettings(changes));
  return { name, update: { ...deploy, state, plan }, machine: builds, repositoryName: "shop" };
}

describe("the build that plans", () => {
  const planBucketName = "acme-artifacts";
  const secret = { secret: "shop/api" };
  const state = {
    backend: "pulumi-cloud",
    accessTokenSecret: "shop/write",
    previewAccessTokenSecret: "shop/read",
  };
  const pulumi = {
    tool: "pulumi",
    stack: "acme/shop/prod",
    version: "3.221.0",
    sha256,
    environmentVariables: { STAGE: { value: "prod" }, API: secret },
    permissions: [
      { ...grant, actions: ["ecs:UpdateService", "ecs:DescribeServices"] },
      {
        actions: ["secretsmanager:GetSecretValue", "redshift:GetClusterCredentials"],
        resources: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:x"],
      },
    ],
  };
  const plan = (changes: Record<string, unknown>) =>
    planBuild(scope, infrastructure(changes, "shop-prod"), { planBucketName });

  it("reads with the reading part of the deployment, holds no secret of it, and writes its plan alone", () => {
    const { permissions, buildspec, environmentVariables, keyUse } = plan({ deploy: pulumi, state });
    assert.deepEqual(environmentVariables, {
      STAGE: { value: "prod" },
      IMAGE_REPOSITORY_URI: { value: repositoryUri },
      PULUMI_ACCESS_TOKEN: { secret: "shop/read" },
    });
    const { version, stack } = pulumi;
    assert.deepEqual(buildspec, pulumiUpPreview({ version, sha256, stack, directory: "deploy", planBucketName }));
    assert.deepEqual(permissions, [
      { Sid: "Granted1", Effect: "Allow", Action: ["ecs:DescribeServices"], Resource: grant.resources },
      {
        Sid: "StorePlan",
        Effect: "Allow",
        Action: ["s3:PutObject"],
        Resource: ["arn:aws:s3:::acme-artifacts/plans/*"],
        Condition: { StringEquals: { "aws:ResourceAccount": "111122223333" } },
      },
    ]);
    assert.equal(keyUse, "encrypt");
  });

  it("has the permissions, variables and time that settings give it", () => {
    const read = { actions: ["ssm:GetParameter"], resources: ["arn:aws:ssm:eu-central-1:111122223333:parameter/shop"] };
    const project = plan({
      deploy: deployment({ permissions: [grant] }),
      plan: { permissions: [read], environmentVariables: { TF_VAR_api: secret }, timeoutInMinutes: 10 },
    });
    assert.equal(project.timeoutInMinutes, 10);
    assert.deepEqual(project.environmentVariables?.TF_VAR_api, secret);
    assert.deepEqual(project.permissions[0]?.Action, ["ssm:GetParameter"]);
    assert.deepEqual(
      project.buildspec,
      terraformApplyPreview({ version: "1.13.5", sha256, directory: "deploy", planBucketName }),
    );
  });

  it("decrypts the secrets of a Pulumi stack in a bucket, and neither writes nor locks its state", () => {
    const kept = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" };
    const { permissions } = plan({ deploy: { ...pulumi, stack: "organization/shop/prod" }, state: kept });
    assert.deepEqual(
      permissions.map(({ Sid }) => Sid),
      ["StateBucket", "ReadState", "StateKey", "StateSecrets", "Granted1", "StorePlan"],
    );
    assert.deepEqual(permissions.find(({ Sid }) => Sid === "StateSecrets")?.Action, ["kms:Decrypt"]);
  });

  it("binds the deployment, where approvers see a plan", () => {
    const { buildspec } = deployBuild(scope, infrastructure({}, "shop-prod"), { planBucketName });
    const args = { version: "1.13.5", sha256, directory: "deploy", planBucketName };
    assert.deepEqual(buildspec, terraformApply(args));
  });
});

describe("the build that deploys", () => {
  it("applies with Terraform, in the directory deploy and without any permission, where nothing else is said", () => {
    assert.deepEqual(deployBuild(scope, infrastructure()), {
      description: "Deploys shop-dev",
      environmentVariables: { IMAGE_REPOSITORY_URI: { value: repositoryUri } },
      buildspec: terraformApply({ version: "1.13.5", sha256, directory: "deploy" }),
      permissions: [],
    });
  });

  it("applies with Pulumi as the settings say, and with what they grant", () => {
    const deploy = {
      tool: "pulumi",
      version: "3.221.0",
      sha256,
      directory: "infra",
      stack: "acme/shop/dev",
      nodejs: 24,
      timeoutInMinutes: 90,
      environmentVariables: { PULUMI_ACCESS_TOKEN: { secret: "shop/token" } },
      permissions: [grant],
    };
    assert.deepEqual(deployBuild(scope, infrastructure({ deploy })), {
      description: "Deploys shop-dev",
      timeoutInMinutes: 90,
      environmentVariables: {
        PULUMI_ACCESS_TOKEN: { secret: "shop/token" },
        IMAGE_REPOSITORY_URI: { value: repositoryUri },
      },
      buildspec: pulumiUp({ version: "3.221.0", sha256, directory: "infra", stack: "acme/shop/dev", nodejs: 24 }),
      permissions: [granted],
    });
  });

  it("leaves the version of Node.js to the recipe where none is given", () => {
    const deploy = { tool: "pulumi", version: "3.221.0", sha256, stack: "acme/shop/dev" };
    assert.deepEqual(
      deployBuild(scope, infrastructure({ deploy })).buildspec,
      pulumiUp({ version: "3.221.0", sha256, directory: "deploy", stack: "acme/shop/dev" }),
    );
  });
});

describe("the infrastructure of an application", () => {
  const update = { tool: "opentofu", version: "1.10.5", sha256, state: undefined, plan: undefined } as const;
  const place = { planBucketName: "acme-artifacts", planName: "Network" };

  it("has no image where the application has none", () => {
    const args = { version: "1.10.5", sha256, directory: "deploy", distribution: "opentofu", image: false } as const;
    const infrastructure = { name: "Network of shop-dev", update, repositoryName: undefined };
    assert.deepEqual(deployBuild(scope, infrastructure), {
      description: "Deploys Network of shop-dev",
      environmentVariables: {},
      buildspec: terraformApply(args),
      permissions: [],
    });
    assert.deepEqual(planBuild(scope, infrastructure, place).buildspec, terraformApplyPreview({ ...args, ...place }));
    assert.deepEqual(withImage(scope, undefined, { A: { value: "1" } }), { A: { value: "1" } });
  });

  it("keeps the plans of each deployment in a folder that no other plan may write", () => {
    assert.equal(planObjects(scope, place), "arn:aws:s3:::acme-artifacts/plans/Network/*");
  });
});
