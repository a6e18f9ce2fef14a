import assert from "node:assert/strict";
import { planDelivery } from "../../../components/delivery/plan";
import { deliveryPlanProblems, readDelivery } from "../../../components/delivery/problems";
import { deliverySettings, deployment, readSettings } from "../../support/delivery-settings";
import { approvers } from "../../support/destroy-settings";
import { connectionArn } from "../../support/pipelines";
import { scope } from "../../support/scopes";

const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" };
const token = {
  backend: "pulumi-cloud",
  accessTokenSecret: "shop/token",
  previewAccessTokenSecret: "shop/read-token",
};
const destroy = { approvers };
const test = { commands: ["npm test"] };
const grantOn = (resource: string) => [{ actions: ["s3:GetObject"], resources: [resource] }];

function plan(changes: Record<string, unknown>) {
  return planDelivery(scope, "shop-dev", readSettings(deliverySettings(changes)));
}

function problems(changes: Record<string, unknown>): string[] {
  return readDelivery(deliverySettings(changes)).problems.map(({ path, reason }) => `${path}: ${reason}`);
}

function planProblems(changes: Record<string, unknown>): string[] {
  const settings = readSettings(deliverySettings(changes));
  const found = deliveryPlanProblems("shop-dev", settings, planDelivery(scope, "shop-dev", settings));
  return found.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("an environment that can be destroyed", () => {
  it("destroys what it deploys: by the same tool, on the same state, in the same repository", () => {
    const { name, settings } =
      plan({
        deploy: deployment({ directory: "infra", providers: ["integrations/github"] }),
        state,
        destroy,
      }).destroy ?? {};
    assert.equal(name, "shop-dev-destroy");
    assert.deepEqual(settings, {
      approvers,
      target: "shop-dev",
      infrastructure: {
        tool: "terraform",
        version: "1.13.5",
        sha256: deployment().sha256,
        directory: "infra",
        providers: ["integrations/github"],
      },
      source: { connectionArn, repository: "acme/shop" },
      state,
      environmentVariables: {
        IMAGE_REPOSITORY_URI: { value: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop-dev" },
      },
    });
  });

  it("hands on the variables of the deployment, unless destroying has its own", () => {
    const variables = (changes: Record<string, unknown>) =>
      Object.keys(plan(changes).destroy?.settings.environmentVariables ?? {});
    const deploy = deployment({ environmentVariables: { TF_VAR_zone: { value: "a" } } });
    assert.deepEqual(variables({ deploy, state, destroy }), ["TF_VAR_zone", "IMAGE_REPOSITORY_URI"]);
    const own = { ...destroy, environmentVariables: { TF_VAR_size: { value: "1" } } };
    assert.deepEqual(variables({ deploy, state, destroy: own }), ["TF_VAR_size", "IMAGE_REPOSITORY_URI"]);
  });

  it("keeps the logs of destroying for a year, or longer where all logs are", () => {
    const days = (logRetentionInDays: number) =>
      plan({ state, destroy, logRetentionInDays }).destroy?.settings.logRetentionInDays;
    assert.deepEqual([days(14), days(731)], [undefined, 731]);
  });

  it("forbids every build of its delivery to touch its gate; without one, the gates of other environments", () => {
    const denied = (changes: Record<string, unknown>) =>
      plan({ test, ...changes }).projects.map(({ permissions }) =>
        permissions.filter(({ Effect }) => Effect === "Deny").map(({ Sid }) => Sid),
      );
    const all = ["GuardTagged", "GuardOthers", "GuardNamed", "GuardStates", "GuardAccount"];
    const own = ["GuardGate", "GuardState", "GuardEvents", "GuardKeys"];
    assert.deepEqual(denied({ state, destroy }), Array(3).fill([...own, ...all]));
    assert.deepEqual(denied({}), Array(3).fill(all));
  });

  it("lets its deployment write the state that is kept in a bucket, and read the token of one that is not", () => {
    const [, deploy] = plan({ state }).projects;
    assert.deepEqual(
      deploy?.permissions.filter(({ Effect }) => Effect === "Allow").map(({ Sid }) => Sid),
      ["ArtifactStore", "Artifacts", "StateBucket", "ReadState", "WriteState", "LockState", "StateKey"],
    );
    assert.match(JSON.stringify(deploy?.buildspec), /-backend-config=bucket=shop-state/);
    const pulumi = deployment({ tool: "pulumi", version: "3.221.0", stack: "acme/shop/dev" });
    const [, cloud] = plan({ deploy: pulumi, state: token }).projects;
    assert.deepEqual(cloud?.environmentVariables?.PULUMI_ACCESS_TOKEN, { secret: "shop/token" });
  });
});

describe("settings of an environment that can be destroyed", () => {
  const refusals: Readonly<Record<string, { changes: Record<string, unknown>; said: string[] }>> = {
    "a test that destroys without asking": {
      changes: { test: { commands: ["npm test", "terraform destroy -auto-approve"] } },
      said: [
        'test.commands[1]: is "terraform destroy -auto-approve", which destroys without asking anybody: destroy by the settings\' destroy, behind an approval',
      ],
    },
    "the branch that is delivered": {
      changes: { state, destroy: { ...destroy, branch: "main" } },
      said: ['destroy.branch: is "main", whose pushes are delivered: name another branch'],
    },
    "one group where everything is protected": {
      changes: { state, destroy, protect: true, notify: { emails: ["team@acme.example"] } },
      said: [
        "destroy.approvers.second: is missing: what is protected is destroyed only after two groups have approved",
      ],
    },
    "Terraform's state where it cannot be": {
      changes: { state: token },
      said: ['state.backend: is "pulumi-cloud", which keeps no state of Terraform: give s3'],
    },
    "a state that a commit would choose": {
      changes: { destroy },
      said: [
        "state: is missing: a commit must not choose the state that a destroy works on; give backend: s3 with bucketName, keyAlias and key",
      ],
    },
    "variables that are set already": {
      changes: {
        state,
        deploy: deployment({ environmentVariables: { PULUMI_BACKEND_URL: { value: "s3://other" } } }),
        destroy: { ...destroy, environmentVariables: { IMAGE_REPOSITORY_URI: { value: "other" } } },
      },
      said: [
        "deploy.environmentVariables.PULUMI_BACKEND_URL: is what state says: remove one of them",
        "destroy.environmentVariables.IMAGE_REPOSITORY_URI: is set for every deployment and test: choose another name",
      ],
    },
  };

  for (const [title, { changes, said }] of Object.entries(refusals)) {
    it(`are refused with ${title}`, () => {
      assert.deepEqual(problems(changes), said);
    });
  }

  it("let no role of the delivery approve", () => {
    const own = "arn:aws:iam::111122223333:role/shop-dev-deploy-eu-central-1";
    assert.deepEqual(
      planProblems({ state, destroy: { approvers: { first: { ...approvers.first, principals: [own] } } } }),
      [
        `destroy.approvers.first.principals[0]: is "${own}", a role of this environment, and what it runs would approve for itself: give a role that people assume`,
      ],
    );
  });

  it("grant no build of the delivery anything about the gate", () => {
    const run = "arn:aws:codebuild:eu-central-1:111122223333:project/shop-dev-destroy-run";
    const changes = {
      state,
      destroy,
      deploy: deployment({ permissions: grantOn(run) }),
      test: { ...test, permissions: grantOn(run) },
    };
    const reason = `is "${run}", a project of the destroy pipeline, which no build may touch: leave it out`;
    assert.deepEqual(planProblems(changes), [
      `deploy.permissions[0].resources[0]: ${reason}`,
      `test.permissions[0].resources[0]: ${reason}`,
    ]);
    assert.deepEqual(planProblems({ ...changes, destroy: undefined }), []);
  });
});
