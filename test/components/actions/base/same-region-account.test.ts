import assert from "node:assert/strict";
import type { Place } from "../../../../components/actions/base/action-type";
import { samePlaceProblems } from "../../../../components/actions/base/same-region-account";

const place = { account: "111122223333", region: "eu-central-1" };

function reasonsOf(arn: string | undefined, at: Partial<Place> | undefined, shared?: readonly (keyof Place)[]) {
  return samePlaceProblems("configuration.Topic", arn, at, shared).map(({ reason }) => reason);
}

describe("an ARN that an action names", () => {
  for (const [what, arn, at] of [
    ["of the place of the action", "arn:aws:sns:eu-central-1:111122223333:releases", place],
    ["without region and account", "arn:aws:s3:::store", place],
    ["that is none", "releases", place],
    ["that is absent", undefined, place],
    ["where the place is unknown", "arn:aws-cn:sns:cn-north-1:444455556666:releases", undefined],
    ["where region and account are unknown", "arn:aws-cn:sns:cn-north-1:444455556666:releases", {}],
  ] as const) {
    it(`${what} is accepted`, () => {
      assert.deepEqual(reasonsOf(arn, at), []);
    });
  }

  it("must be of the partition, the region and the account of the action, and every difference is told", () => {
    assert.deepEqual(
      samePlaceProblems("configuration.Topic", "arn:aws-cn:sns:cn-north-1:444455556666:releases", place),
      [
        {
          path: "configuration.Topic",
          reason: "is of partition aws-cn, and the action works in aws: give one of that partition",
        },
        {
          path: "configuration.Topic",
          reason: "is of region cn-north-1, and the action works in eu-central-1: give one of that region",
        },
        {
          path: "configuration.Topic",
          reason: "is of account 444455556666, and the action works in 111122223333: give one of that account",
        },
      ],
    );
  });

  it("must share the parts that are asked for, and always the partition", () => {
    const arn = "arn:aws-us-gov:sns:us-gov-west-1:777788889999:releases";
    const partition = "is of partition aws-us-gov, and the action works in aws: give one of that partition";
    const region = "is of region us-gov-west-1, and the action works in eu-central-1: give one of that region";
    const account = "is of account 777788889999, and the action works in 111122223333: give one of that account";
    assert.deepEqual(reasonsOf(arn, place, ["region"]), [partition, region]);
    assert.deepEqual(reasonsOf(arn, place, ["account"]), [partition, account]);
    assert.deepEqual(reasonsOf(arn, place, []), [partition]);
    assert.deepEqual(reasonsOf(arn, { account: "111122223333" }), [account]);
  });
});
