import assert from "node:assert/strict";
import { cloudFormationAction } from "../../../../components/actions/cloudformation/action";
import { ecsAction } from "../../../../components/actions/ecs/action";
import { downloadArtifacts } from "../../../../components/iam/artifact-access";
import { ownerNotices } from "../../../../components/pipelines/plan/owner-notices";
import { planPipeline } from "../../../../components/pipelines/plan/plan";
import { readPipeline } from "../../../../components/pipelines/validation/validate-pipeline";
import { buildAction, context, pipelineOf } from "../../../support/pipelines";
import { keyArn, scope } from "../../../support/scopes";

const deployer = "arn:aws:iam::111122223333:role/ci/deployer";
const stackRole = "arn:aws:iam::111122223333:role/shop-stack";
const foreign = "arn:aws:iam::222233334444:role/deployer";

const build = buildAction({ roleArn: deployer });
const stack = cloudFormationAction({
  name: "Stack",
  roleArn: deployer,
  inputArtifacts: ["source"],
  configuration: {
    ActionMode: "CREATE_UPDATE",
    StackName: "shop",
    RoleArn: stackRole,
    TemplatePath: "source::template.yml",
  },
});

/** The plan of a pipeline whose roles with the given ARNs the program creates. */
function planWith(actions: readonly unknown[], programRoles: readonly string[], keys = { [scope.region]: keyArn }) {
  return planPipeline(
    readPipeline(pipelineOf(actions) as never, scope),
    context,
    { home: "store", regional: {} },
    { artifacts: keys },
    { actionRoles: [], programRoles, readers: [], keys },
  );
}

function sidsOf(document: string | undefined): unknown[] {
  return JSON.parse(document ?? "").Statement.map(({ Sid }: { Sid: string }) => Sid);
}

describe("a role of the same program", () => {
  it("gets what all its actions need, in one document", () => {
    const [role, ...others] = planWith([build, stack], [deployer]).programRoles;
    assert.equal(role?.roleName, "deployer");
    assert.deepEqual(others, []);
    assert.deepEqual(sidsOf(role?.policies.inline), [
      "Build",
      "ArtifactStore",
      "Artifacts",
      "Stack",
      "PassRole",
      "Key",
    ]);
  });

  it("gets what AWS needs when it hands artifacts to the role", () => {
    const [role] = planWith([stack], [stackRole]).programRoles;
    assert.deepEqual(JSON.parse(role?.policies.inline ?? "").Statement, downloadArtifacts(scope, "store", keyArn));
  });

  it("has managed policies alone where inline ones are forbidden", () => {
    const managed = planPipeline(
      readPipeline(pipelineOf([build]) as never, scope),
      { ...context, scope: { ...scope, managedPoliciesOnly: true } },
      { home: "store", regional: {} },
      { artifacts: {} },
      { actionRoles: [], programRoles: [deployer], readers: [], keys: {} },
    ).programRoles[0]?.policies;
    assert.equal(managed?.inline, undefined);
    assert.deepEqual(Object.keys(managed?.managed ?? {}), ["Build"]);
  });

  it("is not described to its owner", () => {
    assert.deepEqual(ownerNotices(planWith([build, stack], [deployer, stackRole])), []);
  });

  it("is described as far as no statement can say it", () => {
    const service = ecsAction({
      name: "Web",
      roleArn: deployer,
      inputArtifacts: ["source"],
      configuration: { ClusterName: "prod", ServiceName: "shop" },
    });
    const [notice, ...others] = ownerNotices(planWith([service], [deployer]));
    assert.match(notice ?? "", /^Stage1\/Web runs with .*deployer\. See to this by hand: it must register and tag/);
    assert.deepEqual(others, []);
  });

  it("leaves other roles as they are", () => {
    const notices = ownerNotices(planWith([build, stack], [deployer]));
    assert.equal(notices.length, 1);
    assert.match(
      notices[0] ?? "",
      /^Stage1\/Stack hands its input artifacts to .*shop-stack\. Pass the role to the pipeline in roles/,
    );
  });
});

describe("a role of the same program is refused", () => {
  const refused = (...input: Parameters<typeof planWith>) =>
    planWith(...input).problems.map(({ path, reason }) => `${path} ${reason}`);

  it("unless an action names it, with the ARN that was meant", () => {
    assert.deepEqual(refused([build], ["arn:aws:iam::111122223333:role/ci/deplyer"]), [
      `roles["arn:aws:iam::111122223333:role/ci/deplyer"] is named by no action: did you mean "${deployer}"?`,
    ]);
    assert.deepEqual(refused([buildAction()], [deployer]), [
      `roles["${deployer}"] is named by no action: remove it, or give the ARN to an action`,
    ]);
  });

  it("in another account, where the provider of the pipeline cannot change it", () => {
    assert.deepEqual(refused([buildAction({ roleArn: foreign })], [foreign]), [
      `roles["${foreign}"] belongs to the account 222233334444, and roles takes roles of the pipeline's account, 111122223333: remove it, and give the role the printed statements`,
    ]);
  });

  it("where its document would name a key that nobody knows yet", () => {
    assert.deepEqual(refused([stack], [stackRole], {}), [
      `roles["${stackRole}"] reads artifacts of eu-central-1, and its policy must name their key, whose ARN is not known yet: give encryptionKeyArn as text, or use DeliveryPipeline`,
    ]);
    assert.deepEqual(refused([build], [deployer], {}), []);
  });
});
