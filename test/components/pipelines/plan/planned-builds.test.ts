import assert from "node:assert/strict";
import {
  type Build,
  listKeyUsers,
  listRoleNames,
  planBuilds,
} from "../../../../components/pipelines/plan/planned-builds";
import { approvalAction, buildAction, pipelineOf, planOf, topicArn } from "../../../support/pipelines";

const granted = { Sid: "Granted", Effect: "Allow", Action: ["ecs:UpdateService"], Resource: ["*"] } as const;
const guard = { Sid: "Guard", Effect: "Deny", Action: ["iam:PassRole"], Resource: ["*"] } as const;
const statement = ({ Sid, Effect, Action, Resource }: typeof granted | typeof guard) => ({
  Sid,
  Effect,
  Action: [...Action],
  Resource: [...Resource],
});
const build: Build = {
  description: "Builds",
  buildspec: { version: 0.2, phases: { build: { commands: ["make"] } } },
  permissions: [statement(granted)],
};
const plan = planOf(
  pipelineOf(
    [buildAction({ outputArtifacts: ["image"] }), buildAction({ name: "Tests" }, { ProjectName: "shop-test" })],
    [approvalAction({}, { NotificationArn: topicArn })],
  ),
);
const asked: [string, string[]][] = [];
const [image, tests, other] = planBuilds(
  { "shop-image": build, "shop-test": build, other: build },
  plan,
  (name, permissions) => {
    asked.push([name, permissions.map(({ Sid }) => Sid)]);
    return [statement(guard)];
  },
);
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe("the builds of a pipeline", () => {
  it("may do what the pipeline needs of them, what is granted, and nothing that the guard denies", () => {
    assert.deepEqual(
      image?.permissions.map(({ Sid }) => Sid),
      ["ArtifactStore", "Artifacts", "Granted", "Guard"],
    );
    assert.deepEqual(image.permissions.find(({ Sid }) => Sid === "Artifacts")?.Action, [
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:PutObject",
      "s3:PutObjectAcl",
    ]);
    assert.deepEqual(asked[0], ["shop-image", ["ArtifactStore", "Artifacts", "Granted"]]);
  });

  it("encrypt where they make artifacts, and decrypt otherwise", () => {
    assert.deepEqual([image?.keyUse, tests?.keyUse, other?.keyUse], ["encrypt", "decrypt", "decrypt"]);
  });

  it("need nothing more where the pipeline does not start them", () => {
    assert.deepEqual(
      other?.permissions.map(({ Sid }) => Sid),
      ["Granted", "Guard"],
    );
  });

  it("keep their settings, and have their names and the names of their logs", () => {
    const { description, projectName, logGroupName, isGuarded } = image ?? {};
    assert.deepEqual(
      [description, projectName, logGroupName, isGuarded],
      ["Builds", "shop-image", "/aws/codebuild/shop-image", true],
    );
  });
});

describe("the key of a pipeline and its builds", () => {
  it("is used by roles as they use artifacts, by approvals, by logs and by an image repository", () => {
    assert.ok(image && tests);
    const { roles, logGroups, imageRepository } = listKeyUsers(plan, [image, tests], true);
    assert.deepEqual(roles, {
      encrypt: [
        role("shop+eu-central-1"),
        role("shop+Source+Repository+eu-central-1"),
        role("shop-image-eu-central-1"),
      ],
      decrypt: [role("shop-test-eu-central-1")],
      publish: [role("shop+Stage2+Release+eu-central-1")],
    });
    assert.deepEqual(logGroups, [
      "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-image",
      "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-test",
    ]);
    assert.equal(imageRepository, true);
  });
});

describe("the roles of a pipeline and its builds", () => {
  it("are the pipeline's, those of its actions, and those of the projects", () => {
    assert.deepEqual(listRoleNames(plan, ["shop-image"]), [
      "shop+eu-central-1",
      "shop+Source+Repository+eu-central-1",
      "shop+Stage1+Image+eu-central-1",
      "shop+Stage1+Tests+eu-central-1",
      "shop+Stage2+Release+eu-central-1",
      "shop-image-eu-central-1",
    ]);
  });
});
