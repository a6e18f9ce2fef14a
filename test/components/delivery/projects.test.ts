import assert from "node:assert/strict";
import { readBuildProject } from "../../../components/codebuild/project-schema";
import { deployBuild } from "../../../components/delivery/infrastructure-builds";
import { planImageProject, planTestProject } from "../../../components/delivery/projects";
import { pullBaseImages } from "../../../components/iam/image-access";
import type { Build } from "../../../components/pipelines/plan/planned-builds";
import { dockerImage } from "../../../components/recipes/docker-image";
import { integrationTests } from "../../../components/recipes/integration-tests";
import { terraformApply } from "../../../components/recipes/terraform-apply";
import { deliverySettings, deployment, readSettings } from "../../support/delivery-settings";
import { scope } from "../../support/scopes";

const repositoryUri = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop";
const { sha256 } = deployment();
const grant = { actions: ["ecs:UpdateService"], resources: ["arn:aws:ecs:eu-central-1:111122223333:service/shop/web"] };
const granted = { Sid: "Granted1", Effect: "Allow", Action: grant.actions, Resource: grant.resources };

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
    const deployed = { name: "shop-dev", update: settings.deploy, machine: builds, repositoryName: "shop" };
    const machine = { environmentType: "ARM_CONTAINER", computeType: "BUILD_GENERAL1_LARGE" };
    const machineOf = ({ environmentType, computeType }: Build) => ({ environmentType, computeType });
    const deploy = deployBuild(scope, deployed);
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
    const deployed = { name: "shop-dev", update: settings.deploy, repositoryName: "shop" };
    for (const project of [
      planImageProject(scope, settings, "shop-dev", "shop"),
      deployBuild(scope, deployed),
      planTestProject(scope, { commands: ["npm test"] }, "shop-dev", "shop"),
    ]) {
      const { buildspec: _, permissions: __, ...own } = project;
      assert.deepEqual(readBuildProject(own).problems, []);
    }
  });
});
