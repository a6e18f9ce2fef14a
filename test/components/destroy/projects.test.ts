import assert from "node:assert/strict";
import { planArtifact, planDestroyProject, planPreviewProject } from "../../../components/destroy/projects";
import { pulumiDestroy } from "../../../components/recipes/pulumi-destroy";
import { pulumiDestroyPreview } from "../../../components/recipes/pulumi-destroy-preview";
import { terraformDestroy } from "../../../components/recipes/terraform-destroy";
import { terraformDestroyPreview } from "../../../components/recipes/terraform-destroy-preview";
import { destroySettings, terraformDestroySettings } from "../../support/destroy-settings";
import { scope } from "../../support/scopes";

const settings = destroySettings({
  infrastructure: { ...destroySettings().infrastructure, directory: "infra", nodejs: 24 },
  permissions: [{ actions: ["ecs:DeleteService"], resources: ["*"] }],
  previewPermissions: [{ actions: ["ecs:DescribeServices"], resources: ["*"] }],
  environmentVariables: { STAGE: { value: "dev" }, DB: { secret: "shop/db" }, URL: { parameter: "/shop/url" } },
  previewEnvironmentVariables: { STAGE: { value: "preview" }, EXTRA: { parameter: "/shop/extra" } },
});
const cloud = destroySettings({
  state: { backend: "pulumi-cloud", accessTokenSecret: "shop/write", previewAccessTokenSecret: "shop/read" },
});
const { version, sha256 } = settings.infrastructure;
const pulumi = { version, sha256, directory: "infra", stack: "acme/shop/dev", nodejs: 24 as const };

describe("the build that shows a destroy", () => {
  it("is the preview of its tool, with what it may read", () => {
    const { buildspec, description, permissions } = planPreviewProject(scope, settings, "dev");
    assert.equal(description, "Shows what destroying dev would delete");
    assert.deepEqual(buildspec, pulumiDestroyPreview(pulumi));
    assert.deepEqual(
      permissions.map(({ Action }) => Action),
      [["ecs:DescribeServices"]],
    );
  });

  it("gets the plain values of the other build, and no secret or parameter that nobody gave to it", () => {
    assert.deepEqual(planPreviewProject(scope, settings, "dev").environmentVariables, {
      STAGE: { value: "preview" },
      EXTRA: { parameter: "/shop/extra" },
    });
  });

  it("gets the token that reads, and never the one that writes", () => {
    assert.deepEqual(planPreviewProject(scope, cloud, "dev").environmentVariables, {
      PULUMI_ACCESS_TOKEN: { secret: "shop/read" },
    });
  });
});

describe("the machine of both builds", () => {
  it("is the one of the settings, with the tool's download for its processor", () => {
    const arm = { ...settings, builds: { architecture: "arm64" } } as const;
    const preview = planPreviewProject(scope, arm, "dev");
    const run = planDestroyProject(scope, arm, "dev");
    assert.deepEqual([preview.environmentType, run.environmentType], ["ARM_CONTAINER", "ARM_CONTAINER"]);
    assert.deepEqual(preview.buildspec, pulumiDestroyPreview({ ...pulumi, architecture: "arm64" }));
    assert.deepEqual(run.buildspec, pulumiDestroy({ ...pulumi, planArtifact, architecture: "arm64" }));
    const module = { ...terraformDestroySettings(), builds: arm.builds };
    assert.match(
      JSON.stringify(planDestroyProject(scope, module, "dev").buildspec),
      /terraform_1\.13\.5_linux_arm64\.zip/,
    );
  });
});

describe("the build that destroys", () => {
  it("is the destroy of its tool, one build at a time, with what it may change", () => {
    const build = planDestroyProject(scope, { ...settings, timeoutInMinutes: 90 }, "dev");
    assert.equal(build.description, "Destroys dev as it was approved");
    assert.deepEqual(build.buildspec, pulumiDestroy({ ...pulumi, planArtifact }));
    assert.equal(build.concurrentBuildLimit, 1);
    assert.equal(build.timeoutInMinutes, 90);
    assert.deepEqual(build.environmentVariables, settings.environmentVariables);
    assert.deepEqual(
      build.permissions.map(({ Action }) => Action),
      [["ecs:DeleteService"]],
    );
    assert.ok(!("timeoutInMinutes" in planDestroyProject(scope, settings, "dev")));
  });

  it("gets the token that writes", () => {
    assert.deepEqual(planDestroyProject(scope, cloud, "dev").environmentVariables, {
      PULUMI_ACCESS_TOKEN: { secret: "shop/write" },
    });
  });
});

describe("the builds of a Terraform module", () => {
  const terraform = terraformDestroySettings();
  const args = {
    version: "1.13.5",
    sha256,
    directory: "deploy",
    state: { bucketName: "acme-state", region: "eu-central-1", key: "shop.tfstate" },
  };

  it("work in deploy by default, with the state of the settings", () => {
    assert.deepEqual(planPreviewProject(scope, terraform, "shop").buildspec, terraformDestroyPreview(args));
    assert.deepEqual(
      planDestroyProject(scope, terraform, "shop").buildspec,
      terraformDestroy({ ...args, planArtifact }),
    );
  });

  it("may read the state, or write and lock it", () => {
    const actions = (permissions: readonly { readonly Sid: string }[]) => permissions.map(({ Sid }) => Sid);
    assert.ok(!actions(planPreviewProject(scope, terraform, "shop").permissions).includes("WriteState"));
    assert.ok(actions(planDestroyProject(scope, terraform, "shop").permissions).includes("WriteState"));
  });

  it("need state in a bucket, which the settings must have", () => {
    const stateless = { ...terraform, state: undefined };
    assert.throws(
      () => planPreviewProject(scope, stateless, "shop"),
      /A destroy with Terraform needs state in a bucket/,
    );
  });
});
