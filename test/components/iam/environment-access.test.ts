import assert from "node:assert/strict";
import {
  guardUnattended,
  guardUpdater,
  type UpdatedResources,
  updateEnvironment,
  updateUnattended,
} from "../../../components/iam/environment-access";
import { guardedActions } from "../../../components/iam/guarded-actions";
import { rolePolicies, rolePolicyProblems } from "../../../components/iam/role-policies";
import { scope } from "../../support/scopes";
import { answersOtherThan } from "../../support/statements";

const environment: UpdatedResources = {
  name: "shop-prod",
  tags: { application: "shop", environment: "prod" },
  pipelineName: "shop-prod-pipeline",
  projectNames: ["image", "plan", "deploy", "test"].map((end) => `shop-prod-${end}`),
  roleArns: Array.from(
    { length: 16 },
    (_, index) => `arn:aws:iam::111122223333:role/shop-prod-pipeline+Stage+${index}`,
  ),
  logGroupArns: ["image", "plan", "deploy", "test"].map(
    (end) => `arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-prod-${end}`,
  ),
  topicNames: ["shop-prod-approvals", "shop-prod-notifications"],
  ruleBeginnings: ["shop-prod-notifications-", "shop-prod-pipeline-change-", "shop-prod-pipeline-schedule-"],
  alarmsName: "shop-prod-notifications-alarms",
  bucketNames: ["shop-prod-artifacts-111122223333-eu-central-1"],
  repositoryName: "shop-prod",
  connectionArns: ["arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e"],
  boundaryArn: "arn:aws:iam::111122223333:policy/delivery",
};
const updater = { gateName: "self-update-shop-prod", stateObjects: [] };

describe("updateEnvironment", () => {
  const statements = updateEnvironment(scope, environment);

  it("fills policies that one role takes, with its guard", () => {
    const all = [...statements, ...guardUpdater(environment, updater, scope)];
    assert.deepEqual(rolePolicyProblems("role", rolePolicies(all)), []);
  });

  it("names no role, project, pipeline, bucket or log group by a pattern", () => {
    const exact = /^(iam|codebuild|codepipeline|s3|logs|ecr):(?!Get|List|Describe)/;
    const open = statements
      .filter(({ Action }) => [Action].flat().some((action) => exact.test(action)))
      .flatMap(({ Resource = [] }) => Resource)
      // Streams of a log group follow its name.
      .filter((resource) => resource.replace(/:\*$/, "").includes("*"));
    assert.deepEqual(open, []);
  });

  it("creates, deletes, starts, approves and assumes nothing that a gate consists of", () => {
    const allowed = statements.flatMap(({ Action }) => Action);
    const forbidden =
      /:(Create|Delete|Start|Retry|Stop|Put(Approval|Action|Webhook)|Override|Rollback|Assume|Schedule)/;
    const free = [
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DeleteDashboards",
      "ecr:DeleteLifecyclePolicy",
      "ecr:DeleteRepositoryPolicy",
      "events:DeleteRule",
      "iam:DeleteRolePolicy",
    ];
    assert.deepEqual(allowed.filter((action) => forbidden.test(action)).sort(), free);
  });

  it("changes trust and policies of roles only behind the boundary", () => {
    const writes = new Set<string>(guardedActions.roles.filter((action) => /Policy$/.test(action)));
    for (const { Action, Condition } of statements) {
      if ([Action].flat().some((action) => writes.has(action))) {
        assert.deepEqual(Condition, { StringEquals: { "iam:PermissionsBoundary": environment.boundaryArn } });
      }
    }
  });
});

describe("updateUnattended", () => {
  const statements = updateUnattended(scope, environment);

  it("fills policies that one role takes, with its guard", () => {
    const all = [...statements, ...guardUnattended(environment, updater, scope)];
    assert.deepEqual(rolePolicyProblems("role", rolePolicies(all)), []);
  });

  it("writes projects and tags of logs alone, and passes no role", () => {
    const writes = statements
      .flatMap(({ Action }) => Action)
      .filter((action) => !/:(BatchGet|Describe|Get|List)/.test(action))
      .sort();
    assert.deepEqual(writes, [
      "codebuild:UpdateProject",
      "logs:AssociateKmsKey",
      "logs:TagResource",
      "logs:UntagResource",
    ]);
    const denied = guardUnattended(environment, updater, scope).find(({ Sid }) => Sid === "GuardPermissions")?.Action;
    for (const action of ["logs:Associate*", "iam:P*", "cloudwatch:Put*"]) {
      assert.ok(denied?.includes(action), action);
    }
  });

  const projectArn = "arn:aws:codebuild:eu-central-1:111122223333:project/shop-prod-deploy";
  const everything = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } as const;
  const granted = [...guardUnattended(environment, updater, scope), everything];
  const own = [...statements, ...guardUnattended(environment, updater, scope)];
  const update = (context: Readonly<Record<string, string | string[]>>) =>
    answersOtherThan("Allowed", own, [{ action: "codebuild:UpdateProject", resource: projectArn, context }]);

  it("updates the commands, the machine and the tags of a project", async () => {
    const context = {
      "aws:TagKeys": ["application", "environment"],
      "codebuild:source": "true",
      "codebuild:source.buildspec": "true",
      "codebuild:environment": "true",
      "codebuild:environment.image": "aws/codebuild/standard:7.0",
    };
    assert.deepEqual(await update(context), []);
  });

  const kept: Readonly<Record<string, string | string[]>> = {
    "codebuild:artifacts": "true",
    "codebuild:buildBatchConfig": "true",
    "codebuild:cache": "true",
    "codebuild:encryptionKey": "arn:aws:kms:eu-central-1:111122223333:key/1",
    "codebuild:fileSystemLocations.location": ["fs-1.efs.eu-central-1.amazonaws.com:/"],
    "codebuild:logsConfig": "true",
    "codebuild:secondaryArtifacts": "true",
    "codebuild:secondarySources": "true",
    "codebuild:serviceRole": "arn:aws:iam::111122223333:role/shop-prod-image-eu-central-1",
    "codebuild:vpcConfig": "true",
    "aws:TagKeys": ["application", "aws-pipelines:gate"],
  };
  for (const [key, value] of Object.entries(kept)) {
    it(`is denied an update of a project with ${key}`, async () => {
      const answers = await update({ [key]: value });
      assert.equal(answers.length, 1);
      assert.match(answers[0] ?? "", /^(Ex|Im)plicitlyDenied/);
    });
  }

  it("is denied to tag a log group as a part of a gate, and to pass a role of its own environment", async () => {
    const answers = await answersOtherThan("Allowed", granted, [
      {
        action: "logs:TagResource",
        resource: environment.logGroupArns[0] ?? "",
        context: { "aws:TagKeys": ["aws-pipelines:gate"] },
      },
      { action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/shop-prod-deploy-eu-central-1" },
    ]);
    assert.equal(answers.filter((answer) => answer.startsWith("ExplicitlyDenied")).length, 2);
  });
});

describe("guardUpdater", () => {
  it("denies every guarded action on a gate of another environment, against a grant of everything", async () => {
    const guard = guardUpdater(environment, updater, scope);
    const all = [...guard, { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } as const];
    const context = { "aws:ResourceTag/aws-pipelines:gate": "shop-dev-destroy" };
    const requests = [
      ...guardedActions.pipeline.map((action) => ({
        action,
        resource: "arn:aws:codepipeline:eu-central-1:111122223333:shop-dev-destroy-pipeline",
      })),
      ...guardedActions.projects.map((action) => ({
        action,
        resource: "arn:aws:codebuild:eu-central-1:111122223333:project/shop-dev-destroy-run",
      })),
      ...[...guardedActions.roles, ...guardedActions.passing].map((action) => ({
        action,
        resource: "arn:aws:iam::111122223333:role/shop-dev-destroy-run-eu-central-1",
      })),
    ];
    const answers = await Promise.all(
      requests.map(async (request) => {
        try {
          return await answersOtherThan("Allowed", all, [{ ...request, context }]);
        } catch {
          // AWS has no such action on such a resource, such as a webhook or a stage.
          return ["no such request"];
        }
      }),
    );
    assert.deepEqual(
      requests.filter((_, index) => answers[index]?.length !== 1).map(({ action }) => action),
      [],
    );
    assert.ok(answers.flat().filter((answer) => answer.startsWith("ExplicitlyDenied")).length > 35);
  });
});
