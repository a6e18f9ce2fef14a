import { pipelineArn, roleArn } from "../../components/aws/arn";
import { nameLimits, physicalName } from "../../components/aws/physical-name";
import { pipelineLogGroup } from "../../components/iam/build-access";
import { rolePolicies } from "../../components/iam/role-policies";
import { logGroupRegions } from "../../components/pipelines/plan/log-groups";
import { type ProgramResource, resource } from "../policy/rules/mutation/program/resource";
import { unknownText } from "../policy/support/judging";
import type { WrittenPipeline } from "./arbitrary-pipeline";
import { keyIn, type PlannedRole, planOf, rolesOf } from "./pipeline-roles";
import { rendering } from "./printed-pipeline";
import { scope } from "./scopes";

/** Resources of a pipeline as its component registers them in a first preview. */
export function pipelineResources(definition: WrittenPipeline): ProgramResource[] {
  const plan = planOf(definition);
  const { pipelineType, executionMode, triggers } = rendering(plan);
  const { region } = scope;
  const stores = Object.entries(plan.buckets).map(([place, location], _, { length }) => ({
    ...(length > 1 && { region: place }),
    type: "S3",
    location,
    encryptionKey: { type: "KMS", id: keyIn(place) },
  }));
  const props = {
    region,
    name: "shop",
    pipelineType,
    ...(pipelineType === "V2" && { executionMode }),
    roleArn: unknownText,
    artifactStores: stores,
    stages: rendering(plan).stages,
    ...(plan.model.variables.length > 0 && { variables: plan.model.variables }),
    ...(triggers.length > 0 && { triggers }),
  };
  const from = { roleArn: ["aws:iam/role:Role shop-role"] };
  return [
    ...rolesOf(plan).flatMap(roleResources),
    ...logGroupRegions(plan).map((place) =>
      resource(place === region ? "shop-logs" : `shop-${place}-logs`, "cloudwatch/logGroup:LogGroup", {
        region: place,
        name: pipelineLogGroup("shop"),
        kmsKeyId: keyIn(place),
        retentionInDays: 365,
      }),
    ),
    resource("shop", "codepipeline/pipeline:Pipeline", props, { from }),
    ...plan.starts.flatMap(({ key, ruleName: name, description, when, roleName }) => [
      resource(`shop-${key}`, "cloudwatch/eventRule:EventRule", { region, name, description, ...when }),
      resource(`shop-${key}-target`, "cloudwatch/eventTarget:EventTarget", {
        region,
        rule: name,
        targetId: "pipeline",
        arn: pipelineArn(scope, "shop"),
        roleArn: roleArn(scope, roleName),
      }),
    ]),
  ];
}

function roleResources({ name, roleName, description, trust, statements, managedPolicies }: PlannedRole) {
  const { inline, managed } = rolePolicies(statements);
  return [
    resource(name, "iam/role:Role", { name: roleName, description, assumeRolePolicy: trust }),
    ...(inline === undefined
      ? []
      : [
          resource(`${name}-policy`, "iam/rolePolicy:RolePolicy", {
            name: "permissions",
            role: roleName,
            policy: inline,
          }),
        ]),
    ...Object.entries(managed).flatMap(([sid, policy]) => [
      resource(`${name}-policy-${sid}`, "iam/policy:Policy", {
        name: physicalName([roleName, sid], nameLimits.policy),
        description,
        policy,
      }),
      resource(
        `${name}-attachment-${sid}`,
        "iam/rolePolicyAttachment:RolePolicyAttachment",
        { role: roleName, policyArn: unknownText },
        { from: { policyArn: [`aws:iam/policy:Policy ${name}-policy-${sid}`] } },
      ),
    ]),
    ...managedPolicies.map((policyArn) =>
      resource(`${name}-attachment-${policyArn.split("/").at(-1)}`, "iam/rolePolicyAttachment:RolePolicyAttachment", {
        role: roleName,
        policyArn,
      }),
    ),
  ];
}
