import assert from "node:assert/strict";
import type { AwsScope } from "../../../components/aws/scope";
import { type DeliveryPlan, planDelivery } from "../../../components/delivery/plan";
import { bondPlan } from "../../../components/delivery/plan-bond";
import { validatePipeline } from "../../../components/pipelines/validation/validate-pipeline";
import { deliverySettings, readSettings, stackSettings } from "../../support/delivery-settings";
import { approvers } from "../../support/destroy-settings";
import { keyArn, scope } from "../../support/scopes";

const accounts = { dev: "111122223333", staging: "222233334444", prod: "333344445555" } as const;
type Stack = keyof typeof accounts;

function planOf(stack: Stack): DeliveryPlan {
  const at: AwsScope = { partition: "aws", account: accounts[stack], region: "us-east-1" };
  return planDelivery(at, `shop-${stack}`, stackSettings(stack));
}

const plans: Record<Stack, DeliveryPlan> = { dev: planOf("dev"), staging: planOf("staging"), prod: planOf("prod") };
const connections: Record<Stack, string> = {
  dev: "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  staging: "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
  prod: "9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b",
};

function source(stack: Stack) {
  return {
    name: "Source",
    actions: [
      {
        name: "Repository",
        provider: "CodeStarSourceConnection",
        outputArtifacts: ["source"],
        configuration: {
          ConnectionArn: `arn:aws:codeconnections:us-east-1:${accounts[stack]}:connection/${connections[stack]}`,
          FullRepositoryId: "acme/shop",
          BranchName: "main",
        },
      },
    ],
  };
}

function build(stack: Stack) {
  return {
    name: "Build",
    actions: [
      {
        name: "Image",
        provider: "CodeBuild",
        inputArtifacts: ["source"],
        configuration: { ProjectName: `shop-${stack}-image` },
      },
    ],
  };
}

function deploy(stack: Stack) {
  return {
    name: "Deploy",
    actions: [
      {
        name: "Infrastructure",
        provider: "CodeBuild",
        inputArtifacts: ["source"],
        configuration: { ProjectName: `shop-${stack}-deploy` },
      },
    ],
  };
}

/** The same action with variables, which follow its project. */
function withVariables(stage: ReturnType<typeof deploy>, ...variables: readonly object[]) {
  return {
    ...stage,
    actions: stage.actions.map((action) => ({
      ...action,
      configuration: { ...action.configuration, EnvironmentVariables: variables },
    })),
  };
}

const imageOf = (value: string) => ({ name: "IMAGE_DIGEST", value: `#{${value}.IMAGE_DIGEST}` });

function release(name: string, action: string, project: string, ...variables: readonly object[]) {
  return {
    name,
    actions: [
      {
        name: action,
        provider: "CodeBuild",
        inputArtifacts: ["source"],
        configuration: { ProjectName: project, EnvironmentVariables: variables },
      },
    ],
  };
}

/** Skips the stage if nothing changes. */
const { unlessEmpty } = bondPlan((name) => `#{Preview.${name}}`);

const ofExecution = { name: "EXECUTION_ID", value: "#{codepipeline.PipelineExecutionId}" };

const plan = {
  name: "Plan",
  actions: [
    {
      name: "Preview",
      provider: "CodeBuild",
      inputArtifacts: ["source"],
      configuration: { ProjectName: "shop-prod-plan", EnvironmentVariables: [ofExecution, imageOf("Image")] },
    },
  ],
};

const approvePlan = {
  name: "ApprovePlan",
  beforeEntry: unlessEmpty,
  actions: [
    {
      name: "Plan",
      provider: "Manual",
      timeoutInMinutes: 2880,
      configuration: {
        NotificationArn: "arn:aws:sns:us-east-1:333344445555:shop-prod-approvals",
        CustomData:
          "Deploys commit #{Repository.CommitId} with the image #{Image.IMAGE_DIGEST}, tested by #{Verify.TESTED_BY}: #{Preview.PLAN_SUMMARY}. Digest of the plan: #{Preview.PLAN_DIGEST}. The log of the plan lists each change and shows the same digest.",
        ExternalEntityLink: "#{Preview.PREVIEW_LINK}",
      },
    },
  ],
};

const [deployment] = deploy("prod").actions;
const deployPlan = {
  name: "Deploy",
  beforeEntry: unlessEmpty,
  actions: [
    {
      ...deployment,
      configuration: {
        ...deployment?.configuration,
        EnvironmentVariables: [
          ofExecution,
          { name: "APPROVED_DIGEST", value: "#{Preview.PLAN_DIGEST}" },
          { name: "APPROVED_SUMMARY", value: "#{Preview.PLAN_SUMMARY}" },
          imageOf("Image"),
        ],
      },
    },
  ],
};

const integration = {
  name: "Test",
  actions: [
    {
      name: "Integration",
      provider: "CodeBuild",
      category: "Test",
      inputArtifacts: ["source"],
      configuration: { ProjectName: "shop-staging-test" },
    },
  ],
};

const startProd = {
  name: "Start-shop-prod",
  provider: "CodePipeline",
  runOrder: 2,
  roleArn: "arn:aws:iam::333344445555:role/shop-staging-pipeline+Promote+Start-shop-prod+us-east-1",
  configuration: {
    PipelineName: "shop-prod-pipeline",
    SourceRevisions: [{ actionName: "Repository", revisionType: "COMMIT_ID", revisionValue: "#{Repository.CommitId}" }],
    Variables: [imageOf("Record")],
  },
};

const [repository] = source("prod").actions;

const definitions = {
  dev: { stages: [source("dev"), build("dev"), deploy("dev")] },
  staging: {
    stages: [
      source("staging"),
      build("staging"),
      withVariables(deploy("staging"), imageOf("Image")),
      integration,
      {
        name: "Promote",
        actions: [
          ...release("Promote", "Record", "shop-staging-release", ofExecution, imageOf("Image")).actions,
          startProd,
        ],
      },
    ],
  },
  prod: {
    variables: [
      {
        name: "IMAGE_DIGEST",
        defaultValue: "none",
        description: "The digest of the image to deploy, sha256: and 64 digits",
      },
    ],
    stages: [
      {
        name: "Source",
        actions: [{ ...repository, configuration: { ...repository?.configuration, DetectChanges: false } }],
      },
      {
        ...release("Verify", "Verify", "shop-prod-verify", imageOf("variables")),
        beforeEntry: {
          result: "FAIL",
          rules: [
            {
              name: "NamesAnImage",
              provider: "VariableCheck",
              configuration: {
                Variable: "#{variables.IMAGE_DIGEST}",
                Value: "\\Asha256:[0-9a-f]{64}\\z",
                Operator: "MATCHES",
              },
            },
          ],
        },
      },
      release("Copy", "Image", "shop-prod-image", imageOf("Verify"), {
        name: "SIGNATURE_DIGEST",
        value: "#{Verify.SIGNATURE_DIGEST}",
      }),
      plan,
      approvePlan,
      deployPlan,
    ],
  },
};

const role = (stack: Stack, rest: string) => `arn:aws:iam::${accounts[stack]}:role/shop-${stack}-${rest}us-east-1`;
const logGroup = (stack: Stack, project: string) =>
  `arn:aws:logs:us-east-1:${accounts[stack]}:log-group:/aws/codebuild/shop-${stack}-${project}`;

const keyUsers = {
  dev: {
    roles: {
      decrypt: [role("dev", "image-"), role("dev", "deploy-")],
      encrypt: [role("dev", "pipeline+"), role("dev", "pipeline+Source+Repository+")],
      publish: [],
    },
    logGroups: [logGroup("dev", "image"), logGroup("dev", "deploy")],
    imageRepository: true,
  },
  staging: {
    roles: {
      decrypt: [
        role("staging", "image-"),
        role("staging", "deploy-"),
        role("staging", "test-"),
        role("staging", "release-"),
      ],
      encrypt: [role("staging", "pipeline+"), role("staging", "pipeline+Source+Repository+")],
      publish: [],
    },
    logGroups: ["image", "release", "deploy", "test"].map((project) => logGroup("staging", project)),
    imageRepository: true,
  },
  prod: {
    roles: {
      decrypt: [role("prod", "verify-"), role("prod", "image-"), role("prod", "deploy-")],
      // The plan is kept in the store.
      encrypt: [role("prod", "pipeline+"), role("prod", "pipeline+Source+Repository+"), role("prod", "plan-")],
      publish: [role("prod", "pipeline+ApprovePlan+Plan+")],
    },
    logGroups: ["verify", "image", "plan", "deploy"].map((project) => logGroup("prod", project)),
    imageRepository: true,
  },
};

const projects = {
  dev: [
    ["shop-dev-image", "decrypt"],
    ["shop-dev-deploy", "decrypt"],
  ],
  staging: [
    ["shop-staging-image", "decrypt"],
    ["shop-staging-release", "decrypt"],
    ["shop-staging-deploy", "decrypt"],
    ["shop-staging-test", "decrypt"],
  ],
  prod: [
    ["shop-prod-verify", "decrypt"],
    ["shop-prod-image", "decrypt"],
    ["shop-prod-plan", "encrypt"],
    ["shop-prod-deploy", "decrypt"],
  ],
};

for (const stack of ["dev", "staging", "prod"] as const) {
  const plan = plans[stack];

  describe(`the plan of the stack ${stack}`, () => {
    it("has exactly its stages, which AWS would accept", () => {
      assert.deepEqual(plan.pipeline.definition, definitions[stack]);
      assert.deepEqual(validatePipeline(plan.pipeline.definition), []);
    });

    it("opens the key to exactly those who use it", () => {
      const topicArn = logGroup(stack, "image").replace(
        /:logs:(.*):log-group:.*/,
        `:sns:$1:shop-${stack}-notifications`,
      );
      const publishers = { services: ["events"], topicArns: [topicArn] };
      assert.deepEqual(plan.keyUsers, { ...keyUsers[stack], publishers });
    });

    it("has its projects, those that only read using the key to decrypt alone", () => {
      assert.deepEqual(
        plan.projects.map(({ projectName, keyUse }) => [projectName, keyUse]),
        projects[stack],
      );
      assert.deepEqual(
        plan.projects.map(({ logGroupName }) => logGroupName),
        plan.projects.map(({ projectName }) => `/aws/codebuild/${projectName}`),
      );
    });

    it("builds in privileged mode nothing but images", () => {
      assert.deepEqual(
        plan.projects.filter(({ privileged }) => privileged).map(({ projectName }) => projectName),
        // prod copies the image that staging built.
        stack === "prod" ? [] : [`shop-${stack}-image`],
      );
    });

    it("has physical names that are known before anything exists", () => {
      const { bucketName, repositoryName, pipelineName, topicName } = plan;
      assert.deepEqual(
        { bucketName, repositoryName, pipelineName, topicName },
        {
          bucketName: `shop-${stack}-artifacts-${accounts[stack]}-us-east-1`,
          repositoryName: `shop-${stack}`,
          pipelineName: `shop-${stack}-pipeline`,
          topicName: `shop-${stack}-approvals`,
        },
      );
    });
  });
}

/** Allowed actions of a project. */
function actionsOf(plan: DeliveryPlan, project: string): [sid: string, actions: unknown, resources: unknown][] {
  const { permissions = [] } = plan.projects.find(({ projectName }) => projectName === project) ?? {};
  const allowed = permissions.filter(({ Effect }) => Effect === "Allow");
  return allowed.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]);
}

const store = "arn:aws:s3:::shop-staging-artifacts-222233334444-us-east-1";
const location = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"];
const reading = ["s3:GetObject", "s3:GetObjectVersion"];

describe("planDelivery", () => {
  it("lets the build of the image push to its repository, and write no artifact: a later stage runs the source", () => {
    assert.deepEqual(actionsOf(plans.staging, "shop-staging-image"), [
      ["ArtifactStore", location, [store]],
      ["Artifacts", reading, [`${store}/*`]],
      ["RegistryLogin", ["ecr:GetAuthorizationToken"], ["*"]],
      [
        "PushImages",
        [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        ["arn:aws:ecr:us-east-1:222233334444:repository/shop-staging"],
      ],
    ]);
  });

  it("lets the deployment do what the settings grant, and read its source", () => {
    assert.deepEqual(actionsOf(plans.staging, "shop-staging-deploy"), [
      ["ArtifactStore", location, [store]],
      ["Artifacts", reading, [`${store}/*`]],
      [
        "Granted1",
        ["ecs:DescribeServices", "ecs:UpdateService"],
        ["arn:aws:ecs:us-east-1:222233334444:service/shop-staging/web"],
      ],
      ["Granted2", ["ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition"], ["*"]],
      [
        "Granted3",
        ["ecs:RegisterTaskDefinition"],
        ["arn:aws:ecs:us-east-1:222233334444:task-definition/shop-staging-web:*"],
      ],
      [
        "Granted4",
        ["iam:PassRole"],
        [
          "arn:aws:iam::222233334444:role/shop-staging-web-execution",
          "arn:aws:iam::222233334444:role/shop-staging-web-task",
        ],
      ],
    ]);
  });

  it("lets the tests read their source and nothing else", () => {
    assert.deepEqual(actionsOf(plans.staging, "shop-staging-test"), [
      ["ArtifactStore", location, [store]],
      ["Artifacts", reading, [`${store}/*`]],
    ]);
  });

  it("uses an existing bucket, repository and key, and tells the key so", () => {
    const settings = readSettings(
      deliverySettings({
        image: { existingRepositoryName: "shared/web" },
        artifacts: { existingBucketName: "shared-store", existingKeyArn: keyArn },
      }),
    );
    const plan = planDelivery(scope, "shop-dev", settings);
    assert.equal(plan.bucketName, "shared-store");
    assert.equal(plan.repositoryName, "shared/web");
    assert.equal(plan.keyUsers.imageRepository, false);
    const [, , , push] = actionsOf(plan, "shop-dev-image");
    assert.deepEqual(push?.[2], ["arn:aws:ecr:eu-central-1:111122223333:repository/shared/web"]);
  });

  it("gives the names that the settings ask for", () => {
    const settings = readSettings(
      deliverySettings({ image: { repositoryName: "web" }, artifacts: { bucketName: "my-store" } }),
    );
    const plan = planDelivery(scope, "shop-dev", settings);
    assert.deepEqual([plan.repositoryName, plan.bucketName], ["web", "my-store"]);
    assert.equal(plan.keyUsers.imageRepository, true);
  });

  it("plans the destroy pipeline once: every build of the environment carries the same guard", () => {
    const settings = readSettings(
      deliverySettings({
        state: { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" },
        destroy: { approvers },
      }),
    );
    const { projects, destroy } = planDelivery(scope, "shop-dev", settings);
    const guardOf = (projectName: string) =>
      [...projects, ...(destroy?.projects ?? [])]
        .find((project) => project.projectName === projectName)
        ?.permissions.find(({ Sid }) => Sid === "GuardGate");
    assert.deepEqual(guardOf("shop-dev-destroy-run"), guardOf("shop-dev-deploy"));
    assert.ok(
      guardOf("shop-dev-destroy-run")?.Resource?.includes(
        "arn:aws:iam::111122223333:role/shop-dev-deploy-eu-central-1",
      ),
    );
  });

  it("keeps the name of a bucket as short as S3 wants it", () => {
    const plan = planDelivery(scope, "a".repeat(40), readSettings(deliverySettings()));
    assert.equal(plan.bucketName.length, 63);
  });
});
