import assert from "node:assert/strict";
import { pullBaseImages, pushImages, repositoryUri } from "../../../components/iam/image-access";
import { china, gov, scope } from "../../support/scopes";

describe("pushImages", () => {
  it("pushes to one repository; only the login, which AWS cannot scope, is for the registry", () => {
    assert.deepEqual(pushImages(scope, "shop/web"), [
      { Sid: "RegistryLogin", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Sid: "PushImages",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: ["arn:aws:ecr:eu-central-1:111122223333:repository/shop/web"],
      },
    ]);
  });
});

describe("repositoryUri", () => {
  it("is the address of the registry in every partition, without a tag", () => {
    assert.deepEqual(
      [scope, china, gov].map((at) => repositoryUri(at, "shop/web")),
      [
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/web",
        "444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/web",
        "777788889999.dkr.ecr.us-gov-west-1.amazonaws.com/shop/web",
      ],
    );
  });
});

describe("pullBaseImages", () => {
  it("pulls from named repositories, and fills pull-through caches", () => {
    const repository = (name: string) => `arn:aws:ecr:eu-central-1:111122223333:repository/${name}`;
    const images = { repositories: ["base/node"], pullThroughCaches: ["docker-hub"] };
    assert.deepEqual(
      pullBaseImages(scope, images).map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
      [
        [
          "PullBaseImages",
          ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          [repository("base/node"), repository("docker-hub/*")],
        ],
        [
          "FillPullThroughCaches",
          ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
          [repository("docker-hub/*")],
        ],
      ],
    );
  });

  it("grants nothing without base images", () => {
    assert.deepEqual(pullBaseImages(scope, {}), []);
  });
});
