import assert from "node:assert/strict";
import { planDestroy } from "../../../components/destroy/plan";
import { destroyPlanProblems, readDestroy } from "../../../components/destroy/problems";
import type { DestroySettings } from "../../../components/destroy/settings";
import { approvers, destroySettings, terraformDestroySettings } from "../../support/destroy-settings";
import { scope } from "../../support/scopes";

const role = (name: string, account = "111122223333") => `arn:aws:iam::${account}:role/${name}`;
const leads = role("shop-leads");
const platform = { notify: ["platform@acme.example"], principals: [role("platform-leads")] };
const cloud = {
  backend: "pulumi-cloud",
  accessTokenSecret: "shop/token",
  previewAccessTokenSecret: "shop/read-token",
};
const readOnly =
  "create a token of a Pulumi Cloud team that only reads this stack. Store it in a secret of its own, and give the name of that secret";
const s3 = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" };

/** Settings of a person, which may be wrong. */
function problems(changes: Record<string, unknown>, base: DestroySettings = destroySettings()) {
  const written: DestroySettings = Object.assign({}, base, changes);
  return readDestroy(written, scope.account).problems.map(({ path, reason }) => `${path}: ${reason}`);
}

function planProblems(changes: Record<string, unknown>, others: readonly string[] = []) {
  const settings = destroySettings(changes);
  const plan = planDestroy(scope, "shop-destroy", settings);
  return destroyPlanProblems(settings, plan, others).map(({ path, reason }) => `${path}: ${reason}`);
}

describe("settings of a pipeline that destroys", () => {
  it("are right with one group, with two, with state in a bucket, and for Terraform", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ approvers: { ...approvers, second: platform }, protect: true }), []);
    const stack = { ...destroySettings().infrastructure, stack: "organization/shop/dev" };
    assert.deepEqual(problems({ state: s3, infrastructure: stack }), []);
    assert.deepEqual(problems({ state: { ...s3, key: "shop.tfstate" } }, terraformDestroySettings()), []);
  });

  const refusals: Readonly<Record<string, { changes: Record<string, unknown>; said: string[] }>> = {
    "one group where two must approve": {
      changes: { protect: true },
      said: ["approvers.second: is missing: what is protected is destroyed only after two groups have approved"],
    },
    "a role in both groups, whatever its path": {
      changes: { approvers: { ...approvers, second: { ...platform, principals: [role("team/shop-leads")] } } },
      said: [
        `approvers.second.principals[0]: is "${role("team/shop-leads")}", which approves first: give a role of other people, or one person could approve twice`,
      ],
    },
    "a role of another account": {
      changes: { approvers: { first: { ...approvers.first, principals: [role("leads", "999999999999")] } } },
      said: [
        "approvers.first.principals[0]: is of account 999999999999: give a role of account 111122223333, for its grant is made here",
      ],
    },
    "somebody who is no role": {
      changes: { approvers: { first: { ...approvers.first, principals: ["arn:aws:iam::111122223333:user/ada"] } } },
      said: [
        'approvers.first.principals[0]: is "arn:aws:iam::111122223333:user/ada": give the ARN of a role, arn:aws:iam::<account>:role/<name>',
      ],
    },
    "an approval that waits for days": {
      changes: { approvalTimeoutInMinutes: 1441 },
      said: ["approvalTimeoutInMinutes: is 1441: give at most 1440"],
    },
    "a boundary of another account": {
      changes: { permissionsBoundaryArn: "arn:aws:iam::999999999999:policy/boundary" },
      said: ["permissionsBoundaryArn: is of account 999999999999: give a policy of account 111122223333"],
    },
    "a stack that a bucket cannot know": {
      changes: { state: s3 },
      said: [
        'infrastructure.stack: is "acme/shop/dev": for state in a bucket give organization/<project>/<stack>, with the word organization as it stands',
      ],
    },
    "a token beside the state that names one": {
      changes: {
        state: cloud,
        environmentVariables: { PULUMI_ACCESS_TOKEN: { secret: "shop/token" } },
      },
      said: ["environmentVariables.PULUMI_ACCESS_TOKEN: is what state says: remove one of them"],
    },
    "no token that only reads": {
      changes: { state: { backend: "pulumi-cloud", accessTokenSecret: "shop/token" } },
      said: [
        `state.previewAccessTokenSecret: is missing, and the destroy preview runs before anyone approves: ${readOnly}`,
      ],
    },
    "the token that writes for the preview": {
      changes: { state: { ...cloud, previewAccessTokenSecret: "shop/token:read" } },
      said: [`state.previewAccessTokenSecret: is "shop/token:read", the secret of the token that writes: ${readOnly}`],
    },
    "secrets of the build that destroys for the preview": {
      changes: {
        state: cloud,
        environmentVariables: { LOGIN: { parameter: "/shop/login" } },
        previewEnvironmentVariables: {
          COPY: { secret: "shop/token" },
          LOGIN: { parameter: "/shop/login" },
          OWN: { secret: "shop/preview-login" },
        },
      },
      said: [
        ["COPY", "shop/token"],
        ["LOGIN", "/shop/login"],
      ].map(
        ([name, reference]) =>
          `previewEnvironmentVariables.${name}: reads "${reference}", a secret of the build that destroys, and the preview runs before anyone approves: give a secret that only reads`,
      ),
    },
    "Terraform without the image": {
      changes: { infrastructure: terraformDestroySettings().infrastructure },
      said: [
        "state: is missing: a commit must not choose the state that a destroy works on; give backend: s3 with bucketName, keyAlias and key",
        "environmentVariables.IMAGE_REPOSITORY_URI: is missing: Terraform wants the variable image for this as well, so give the deployment's repository",
      ],
    },
  };

  for (const [title, { changes, said }] of Object.entries(refusals)) {
    it(`are refused with ${title}`, () => {
      assert.deepEqual(problems(changes), said);
    });
  }
});

describe("what is made for a pipeline that destroys", () => {
  it("takes roles of other people, and grants of what is deployed, with wildcards too", () => {
    const resources = ["arn:aws:ecs:eu-central-1:111122223333:service/shop-*", "arn:aws:s3:::shop-web/*", "*"];
    assert.deepEqual(planProblems({ permissions: [{ actions: ["ecs:DeleteService"], resources }] }), []);
  });

  it("gives the preview no action that writes, and none that reads a secret", () => {
    const grant = { actions: ["ecs:DescribeServices", "s3:PutObject", "kms:Decrypt"], resources: ["*"] };
    assert.deepEqual(
      planProblems({ previewPermissions: [grant] }).map((problem) => problem.split(" before")[0]),
      [
        'previewPermissions[0].actions[1]: is "s3:PutObject", which may write',
        'previewPermissions[0].actions[2]: is "kms:Decrypt", which reads secrets',
      ],
    );
  });

  it("has no role of the environment among those who approve", () => {
    assert.deepEqual(planProblems({}, ["shop-leads"]), [
      `approvers.first.principals[0]: is "${leads}", a role of this environment, and what it runs would approve for itself: give a role that people assume`,
    ]);
  });

  const regional = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
  const parts: Readonly<Record<string, string>> = {
    [regional("codepipeline", "shop-destroy-pipeline")]: "the destroy pipeline",
    [regional("codepipeline", "shop-destroy-pipeline/Approve/First")]: "the destroy pipeline",
    [regional("codebuild", "project/shop-destroy-run")]: "a project of the destroy pipeline",
    [role("shop-destroy-pipeline+Destroy+Destroy+eu-central-1")]: "a role of the destroy pipeline",
    [leads]: "a role that approves a destroy",
    [regional("logs", "log-group:/aws/codebuild/shop-destroy-run:*")]: "a log of the destroy pipeline",
    [regional("sns", "shop-destroy-first-approvers")]: "a topic of the destroy pipeline",
    "arn:aws:s3:::shop-destroy-artifacts-111122223333-eu-central-1/*": "the artifacts of the destroy pipeline",
    "arn:aws:s3:::shop-state/.pulumi/stacks/*": "the state",
    "arn:aws:s3:::shop-destroy-artifacts-111122223333-eu-central-1-logs": "the access logs of the destroy pipeline",
    [regional("kms", "alias/shop-destroy-artifacts")]: "a key of the destroy pipeline",
    [destroySettings().source.connectionArn]: "the connection of the destroy pipeline",
  };

  for (const [arn, what] of Object.entries(parts)) {
    it(`refuses a grant about ${what}, by its name: ${arn.slice(0, 70)}`, () => {
      const changes = {
        infrastructure: { ...destroySettings().infrastructure, stack: "organization/shop/dev" },
        state: s3,
      };
      const grant = { actions: ["s3:GetObject"], resources: ["*", arn] };
      const said = `is ${JSON.stringify(arn).length > 80 ? `${JSON.stringify(arn).slice(0, 77)}...` : `"${arn}"`}, ${what}, which no build may touch: leave it out`;
      for (const key of ["permissions", "previewPermissions"]) {
        assert.deepEqual(planProblems({ ...changes, [key]: [grant] }), [`${key}[0].resources[1]: ${said}`]);
      }
    });
  }
});
