import assert from "node:assert/strict";
import { applicationDefinition } from "../../../components/delivery/application-definition";
import { applicationSettingsSchema } from "../../../components/delivery/application-settings";
import { deployedImageAction, tagsDeployments } from "../../../components/delivery/deployed-image";
import { gitSource } from "../../../components/delivery/inline-actions";
import { outputVariable } from "../../../components/pipelines/definition/variable-reference";
import { connectionArn } from "../../support/pipelines";
import { scope } from "../../support/scopes";

const source = gitSource({ connectionArn, repository: "acme/shop" });

describe("deployedImageAction", () => {
  it("may move tags in its repository and nothing else, in every partition", () => {
    const action = deployedImageAction({
      input: source,
      runOrder: 2,
      repositoryUri: "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/web",
      region: "cn-north-1",
      environment: "shop-prod",
      commit: outputVariable(source, "CommitId"),
    });
    const { commands, ...others } = action;
    assert.deepEqual(others, {
      name: "DeployedImage",
      provider: "Commands",
      runOrder: 2,
      inputArtifacts: ["Repository"],
      outputArtifacts: [],
      permissions: [
        {
          actions: ["ecr:BatchGetImage", "ecr:PutImage"],
          resources: ["arn:aws-cn:ecr:cn-north-1:111122223333:repository/shop/web"],
        },
      ],
    });
    assert.equal(commands.length, 3);
  });
});

describe("tagsDeployments", () => {
  const cases: readonly [image: Parameters<typeof tagsDeployments>[0], expected: boolean][] = [
    [undefined, false],
    [{}, false],
    [{ keepImages: 10 }, true],
    [{ expireImagesAfterDays: 90 }, true],
    [{ keepImages: 10, tagDeployments: false }, false],
    [{ existingRepositoryName: "shop" }, false],
    [{ existingRepositoryName: "shop", tagDeployments: true }, true],
  ];
  for (const [image, expected] of cases) {
    it(`is ${expected} for ${JSON.stringify(image)}`, () => assert.equal(tagsDeployments(image), expected));
  }
});

describe("the deployments of an application", () => {
  const actionsOf = (more: object) => {
    const settings = applicationSettingsSchema.parse({
      ...{ application: "shop", account: scope.account, region: scope.region },
      source: { connectionArn, repository: "acme/shop" },
      deployments: [
        {
          name: "Service",
          tool: "action",
          provider: "ECS",
          configuration: { ClusterName: "shop", ServiceName: "web" },
        },
        { name: "Stack", tool: "cloudformation", stackName: "shop" },
      ],
      ...more,
    });
    const { definition } = applicationDefinition(scope, "shop-dev", {
      ...settings,
      source: settings.source ?? assert.fail(),
    });
    return definition.stages.at(-1)?.actions ?? [];
  };

  it("tag the image when the last of them has succeeded", () => {
    const actions = actionsOf({ image: { keepImages: 5 } });
    assert.deepEqual(
      actions.map(({ name, runOrder }) => [name, runOrder]),
      [
        ["Service", 1],
        ["Stack", 2],
        ["DeployedImage", 3],
      ],
    );
    assert.match(JSON.stringify(actions.at(-1)), /tag=deployed-shop-dev;/);
  });

  it("tag the image after the last plan as well, which an empty plan does not skip", () => {
    const program = {
      tool: "pulumi",
      stack: "organization/shop/prod",
      version: "3.248.0",
      sha256: "0".repeat(64),
      state: { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" },
    };
    const approval = { notify: ["release@acme.example"] };
    const tagAfter = (...names: string[]) =>
      actionsOf({
        image: { keepImages: 5 },
        approval,
        deployments: names.map((name) => ({ ...program, name })),
      }).map(({ name, runOrder }) => [name, runOrder]);
    assert.deepEqual(tagAfter("Program"), [
      ["Program", undefined],
      ["DeployedImage", 2],
    ]);
    assert.deepEqual(tagAfter("Network", "Program"), [["DeployedImage", 1]]);
  });

  it("tag nothing without an image, nor where no image expires", () => {
    assert.equal(actionsOf({}).length, 2);
    assert.equal(actionsOf({ image: {} }).length, 2);
  });
});
