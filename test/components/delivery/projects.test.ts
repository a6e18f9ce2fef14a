import assert from "node:assert/strict";
import { readBuildProject } from "../../../components/codebuild/project-schema";
import {
  planDeployProject,
  planImageProject,
  planPlanProject,
  planTestProject,
} from "../../../components/delivery/projects";
import { pullBaseImages } from "../../../components/iam/image-access";
import type { Build } from "../../../components/pipelines/plan/planned-builds";
import { dockerImage } from "../../../components/recipes/docker-image";
import { integrationTests } from "../../../components/recipes/integration-tests";
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

describe("planPlanProject", () => {
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
    planPlanProject(scope, readSettings(deliverySettings(changes)), "shop-prod", "shop", planBucketName);

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
    const { buildspec } = planDeployProject(
      scope,
      readSettings(deliverySettings()),
      "shop-prod",
      "shop",
      planBucketName,
    );
    const args = { version: "1.13.5", sha256, directory: "deploy", planBucketName };
    assert.deepEqual(buildspec, terraformApply(args));
  });
});

describe("planImageProject", () => {
  it("builds and pushes in privileged mode, without a login to Docker Hub where there is none", () => {
    const project = planImageProject(scope, readSettings(deliverySettings()), "shop-dev", "shop");
    const { permissions, ...settings } = project;
    assert.deepEqual(settings, {
      description: "Builds the image of shop-dev",
      privileged: true,
      cacheDockerLayers: true,
      timeoutInMinutes: 30,
      environmentVariables: {},
      buildspec: dockerImage({ repositoryUri, region: "eu-central-1", dockerHub: false }),
    });
    assert.deepEqual(
      permissions.map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["RegistryLogin", ["*"]],
        ["PushImages", ["arn:aws:ecr:eu-central-1:111122223333:repository/shop"]],
      ],
    );
  });

  it("reads the login to Docker Hub from parameters, and builds what the settings say", () => {
    const image = {
      context: "web",
      dockerfile: "web/Dockerfile.prod",
      dockerHub: { usernameParameter: "/hub/user", tokenParameter: "/hub/token" },
    };
    const project = planImageProject(scope, readSettings(deliverySettings({ image })), "shop-dev", "shop");
    assert.deepEqual(project.environmentVariables, {
      DOCKERHUB_USERNAME: { parameter: "/hub/user" },
      DOCKERHUB_TOKEN: { parameter: "/hub/token" },
    });
    assert.deepEqual(
      project.buildspec,
      dockerImage({
        repositoryUri,
        region: "eu-central-1",
        dockerHub: true,
        context: "web",
        dockerfile: "web/Dockerfile.prod",
      }),
    );
  });
});

describe("planImageProject", () => {
  it("builds for ARM on an ARM machine, moves no latest, and pulls the base images that the settings name", () => {
    const image = {
      platform: "linux/arm64",
      latest: false,
      baseImages: { repositories: ["base/node"], pullThroughCaches: ["docker-hub"] },
    };
    const project = planImageProject(scope, readSettings(deliverySettings({ image })), "shop-dev", "shop");
    assert.equal(project.environmentType, "ARM_CONTAINER");
    assert.deepEqual(
      project.buildspec,
      dockerImage({ repositoryUri, region: "eu-central-1", dockerHub: false, platform: "linux/arm64", latest: false }),
    );
    assert.deepEqual(project.permissions.slice(2), pullBaseImages(scope, image.baseImages));
  });
});

describe("the machine of all builds", () => {
  it("runs deployment and tests, and the build of the image where the platform of the image allows", () => {
    const builds = { architecture: "arm64", computeType: "BUILD_GENERAL1_LARGE" } as const;
    const test = { commands: ["pytest"], runtimes: { python: "3.13" } };
    const settings = readSettings(deliverySettings({ builds, test }));
    const machine = { environmentType: "ARM_CONTAINER", computeType: "BUILD_GENERAL1_LARGE" };
    const machineOf = ({ environmentType, computeType }: Build) => ({ environmentType, computeType });
    const deploy = planDeployProject(scope, settings, "shop-dev", "shop");
    assert.deepEqual(machineOf(deploy), machine);
    assert.deepEqual(
      deploy.buildspec,
      terraformApply({ version: "1.13.5", sha256, directory: "deploy", architecture: "arm64" }),
    );
    const tests = planTestProject(scope, test, "shop-dev", "shop", settings.builds);
    assert.deepEqual(machineOf(tests), machine);
    assert.deepEqual(tests.buildspec, integrationTests(test));
    const image = (changes: object) =>
      machineOf(planImageProject(scope, readSettings(deliverySettings({ builds, ...changes })), "shop-dev", "shop"));
    assert.deepEqual(image({}), { environmentType: undefined, computeType: "BUILD_GENERAL1_LARGE" });
    assert.deepEqual(image({ image: { platform: "linux/arm64" } }), machine);
  });
});

describe("planDeployProject", () => {
  it("applies with Terraform, in the directory deploy and without any permission, where nothing else is said", () => {
    assert.deepEqual(planDeployProject(scope, readSettings(deliverySettings()), "shop-dev", "shop"), {
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
    assert.deepEqual(planDeployProject(scope, readSettings(deliverySettings({ deploy })), "shop-dev", "shop"), {
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
      planDeployProject(scope, readSettings(deliverySettings({ deploy })), "shop-dev", "shop").buildspec,
      pulumiUp({ version: "3.221.0", sha256, directory: "deploy", stack: "acme/shop/dev" }),
    );
  });
});

describe("planTestProject", () => {
  it("runs the commands, without reports and permissions, where nothing else is said", () => {
    assert.deepEqual(planTestProject(scope, { commands: ["npm test"] }, "shop-dev", "shop"), {
      description: "Tests shop-dev",
      environmentVariables: { IMAGE_REPOSITORY_URI: { value: repositoryUri } },
      buildspec: integrationTests({ commands: ["npm test"] }),
      permissions: [],
    });
  });

  it("runs them where, with what and with which reports the settings say", () => {
    const test = {
      commands: ["npm ci", "npm test"],
      directory: "tests",
      reports: { integration: ["results/*.xml"] },
      environmentVariables: { BASE_URL: { value: "https://shop.example" } },
      permissions: [grant],
    };
    assert.deepEqual(planTestProject(scope, test, "shop-dev", "shop"), {
      description: "Tests shop-dev",
      environmentVariables: {
        BASE_URL: { value: "https://shop.example" },
        IMAGE_REPOSITORY_URI: { value: repositoryUri },
      },
      buildspec: integrationTests({
        commands: ["npm ci", "npm test"],
        directory: "tests",
        reports: { integration: { files: ["results/*.xml"] } },
      }),
      permissions: [granted],
    });
  });
});

describe("every project of an environment", () => {
  it("has settings that the project itself accepts", () => {
    const settings = readSettings(deliverySettings());
    for (const project of [
      planImageProject(scope, settings, "shop-dev", "shop"),
      planDeployProject(scope, settings, "shop-dev", "shop"),
      planTestProject(scope, { commands: ["npm test"] }, "shop-dev", "shop"),
    ]) {
      const { buildspec: _, permissions: __, ...own } = project;
      assert.deepEqual(readBuildProject(own).problems, []);
    }
  });
});
