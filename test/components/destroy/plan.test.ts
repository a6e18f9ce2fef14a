import assert from "node:assert/strict";
import { planDestroy } from "../../../components/destroy/plan";
import type { DestroySettings } from "../../../components/destroy/settings";
import type { Statement } from "../../../components/iam/statement";
import { destroyListing } from "../../../components/recipes/destroy-listing";
import { destroySettings, terraformDestroySettings } from "../../support/destroy-settings";
import { scope } from "../../support/scopes";

const s3 = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" };
const inBucket = destroySettings({
  infrastructure: { ...destroySettings().infrastructure, stack: "organization/shop/dev" },
  state: s3,
  previewPermissions: [{ actions: ["ecs:DescribeServices"], resources: ["*"] }],
  permissions: [{ actions: ["ecs:DeleteService"], resources: ["*"] }],
});

function project(settings: DestroySettings, name: "preview" | "list" | "run") {
  const found = planDestroy(scope, "shop-destroy", settings).projects.find(
    ({ projectName }) => projectName === `shop-destroy-${name}`,
  );
  assert.ok(found);
  return found;
}

function sids(statements: readonly Statement[], effect: "Allow" | "Deny"): string[] {
  return statements.filter(({ Effect }) => Effect === effect).map(({ Sid }) => Sid);
}

describe("planDestroy", () => {
  it("lets the preview read its source and the state, write its plan, and do what is granted for reading", () => {
    const { permissions, keyUse, buildspec } = project(inBucket, "preview");
    assert.deepEqual(sids(permissions, "Allow"), [
      "ArtifactStore",
      "Artifacts",
      "StateBucket",
      "ReadState",
      "StateKey",
      "Granted1",
    ]);
    assert.deepEqual(permissions.find(({ Sid }) => Sid === "Granted1")?.Action, ["ecs:DescribeServices"]);
    assert.equal(keyUse, "encrypt");
    assert.equal(buildspec.env?.variables?.PULUMI_BACKEND_URL, "s3://shop-state?region=eu-central-1&awssdk=v2");
    assert.deepEqual(buildspec.artifacts?.files, ["plan.json"]);
  });

  it("lets what destroys read source and plan, write and lock the state, and do what is granted for destroying", () => {
    const { permissions, keyUse, buildspec, concurrentBuildLimit } = project(inBucket, "run");
    assert.deepEqual(sids(permissions, "Allow"), [
      "ArtifactStore",
      "Artifacts",
      "StateBucket",
      "ReadState",
      "WriteState",
      "LockState",
      "StateKey",
      "StateSecrets",
      "Granted1",
    ]);
    assert.deepEqual(permissions.find(({ Sid }) => Sid === "Granted1")?.Action, ["ecs:DeleteService"]);
    const artifacts = permissions.find(({ Sid }) => Sid === "Artifacts");
    assert.deepEqual(artifacts?.Action, ["s3:GetObject", "s3:GetObjectVersion"]);
    assert.equal(keyUse, "decrypt");
    assert.equal(concurrentBuildLimit, 1);
    assert.match(JSON.stringify(buildspec), /pulumi destroy --yes --skip-preview/);
    assert.match(JSON.stringify(buildspec), /CODEBUILD_SRC_DIR_plan/);
  });

  it("forbids both to touch the gate, whatever is granted; only the preview writes artifacts", () => {
    const [preview, run] = [project(inBucket, "preview").permissions, project(inBucket, "run").permissions];
    const guard = ["Gate", "State", "Events", "Keys", "Tagged", "Others", "Named", "States", "Account"];
    const names = (parts: readonly string[]) => parts.map((part) => `Guard${part}`);
    assert.deepEqual(sids(preview, "Deny"), names([...guard, "Writes"]));
    assert.deepEqual(sids(run, "Deny"), names(guard));

    const denied = (permissions: readonly Statement[], sid: string) => permissions.find(({ Sid }) => Sid === sid);
    const writes = ["s3:PutObject", "s3:PutObjectAcl", "s3:ReplicateObject"];
    const bucket = "arn:aws:s3:::shop-destroy-artifacts-111122223333-eu-central-1";
    assert.deepEqual(denied(preview, "GuardWrites"), {
      Sid: "GuardWrites",
      Effect: "Deny",
      Action: writes,
      NotResource: [`${bucket}/*`],
    });
    assert.deepEqual(
      [preview, run].map((permissions) => denied(permissions, "GuardNamed")?.Action.includes("s3:PutObject")),
      [false, true],
    );
    assert.deepEqual(denied(run, "GuardNamed")?.Resource, [
      "arn:aws:iam::111122223333:role/*-destroy-*",
      "arn:aws:iam::111122223333:role/*+*",
      "arn:aws:s3:::*-destroy-*",
      "arn:aws:s3:::*-destroy-*/*",
      "arn:aws:s3:::*-artifacts-111122223333-*",
      "arn:aws:s3:::*-artifacts-111122223333-*/*",
      "arn:aws:kms:*:*:alias/*-release-artifacts",
      "arn:aws:kms:*:*:alias/*-image-signature",
    ]);
    assert.deepEqual(denied(run, "GuardState")?.Resource, ["arn:aws:s3:::shop-state", "arn:aws:s3:::shop-state/*"]);
    assert.equal(denied(run, "GuardState")?.Action.includes("s3:DeleteObject"), false);
    assert.deepEqual(denied(run, "GuardKeys")?.Condition, {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/shop-destroy-artifacts", "alias/shop-state"] },
    });
    assert.deepEqual(denied(run, "GuardTagged")?.Condition, {
      Null: { "aws:ResourceTag/aws-pipelines:gate": "false" },
    });
  });

  it("lets each build write its own log alone", () => {
    const events = (name: "preview" | "run") =>
      project(inBucket, name).permissions.find(({ Sid }) => Sid === "GuardEvents")?.Resource;
    const stream = (name: string) =>
      `arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-destroy-${name}:*`;
    assert.deepEqual(events("preview"), [stream("run")]);
    assert.deepEqual(events("run"), [stream("preview")]);
  });

  it("gives each build its own token of Pulumi Cloud, and the preview never the one that writes", () => {
    const state = {
      backend: "pulumi-cloud",
      accessTokenSecret: "shop/token:write",
      previewAccessTokenSecret: "shop/read-token",
    };
    const builds = { preview: "shop/read-token", run: "shop/token:write" };
    for (const [name, secret] of Object.entries(builds)) {
      const { environmentVariables, permissions } = project(destroySettings({ state }), name as keyof typeof builds);
      assert.deepEqual(environmentVariables, { PULUMI_ACCESS_TOKEN: { secret } });
      assert.deepEqual(sids(permissions, "Allow"), ["ArtifactStore", "Artifacts"]);
    }
    const token = (name: "preview" | "run") =>
      project(destroySettings({ state }), name).permissions.find(({ Sid }) => Sid === "GuardToken");
    assert.deepEqual(token("preview"), {
      Sid: "GuardToken",
      Effect: "Deny",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/token-??????"],
    });
    assert.equal(token("run"), undefined);
  });

  it("works on a module of Terraform's, with its state and its image", () => {
    const settings = terraformDestroySettings({ state: { ...s3, key: "shop.tfstate" } });
    const [preview, run] = [project(settings, "preview"), project(settings, "run")];
    assert.match(JSON.stringify(preview.buildspec), /plan -destroy -lock=false/);
    assert.deepEqual(preview.buildspec.artifacts?.files, ["plan.json", "plan.tfplan"]);
    assert.match(JSON.stringify(run.buildspec), /-backend-config=key=shop.tfstate/);
    assert.deepEqual(Object.keys(run.environmentVariables ?? {}), ["IMAGE_REPOSITORY_URI"]);
    assert.deepEqual(run.permissions.find(({ Sid }) => Sid === "WriteState")?.Resource, [
      "arn:aws:s3:::shop-state/shop.tfstate",
    ]);
  });

  it("lists the plan of a Terraform module in a build that gets the plan, and writes a log that no other build can", () => {
    const settings = terraformDestroySettings();
    const { permissions, buildspec, keyUse, environmentVariables } = project(settings, "list");
    assert.deepEqual(sids(permissions, "Allow"), ["ArtifactStore", "Artifacts"]);
    assert.deepEqual(permissions.find(({ Sid }) => Sid === "Artifacts")?.Action, [
      "s3:GetObject",
      "s3:GetObjectVersion",
    ]);
    assert.deepEqual([keyUse, environmentVariables], ["decrypt", undefined]);
    assert.deepEqual(buildspec, destroyListing({ target: "deploy" }));
    const streams = (name: "preview" | "run") =>
      project(settings, name).permissions.find(({ Sid }) => Sid === "GuardEvents");
    const log = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-destroy-list:*";
    for (const name of ["preview", "run"] as const) {
      assert.ok(streams(name)?.Resource?.includes(log), name);
    }
    assert.ok(!planDestroy(scope, "shop-destroy", inBucket).gate.projectNames.includes("shop-destroy-list"));
  });

  it("lets no role but the pipeline's, the source's and the preview's encrypt with the key", () => {
    const { keyUsers, roleNames } = planDestroy(scope, "shop-destroy", inBucket);
    const role = (name: string) => `arn:aws:iam::111122223333:role/shop-destroy-${name}eu-central-1`;
    assert.deepEqual(keyUsers.roles, {
      decrypt: [role("run-")],
      encrypt: [role("pipeline+"), role("pipeline+Source+Repository+"), role("preview-")],
      publish: [role("pipeline+Approve+First+")],
    });
    assert.deepEqual(roleNames, [
      "shop-destroy-pipeline+eu-central-1",
      "shop-destroy-pipeline+Source+Repository+eu-central-1",
      "shop-destroy-pipeline+Preview+Preview+eu-central-1",
      "shop-destroy-pipeline+Approve+First+eu-central-1",
      "shop-destroy-pipeline+Destroy+Destroy+eu-central-1",
      "shop-destroy-preview-eu-central-1",
      "shop-destroy-run-eu-central-1",
    ]);
  });
});
