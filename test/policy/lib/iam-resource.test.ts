import assert from "node:assert/strict";
import { isEveryResource } from "../../../policy/lib/iam-resource";

const every = [
  "*",
  "**",
  "arn:*",
  "arn*",
  "a*",
  "?*",
  "*:*",
  "arn:aws:*",
  "arn:aws:*:*",
  "arn:aws:s3*",
  "arn:aws:s3:*",
  "arn:aws:s3:::*",
  "arn:aws:s3:::*/*",
  "arn:*:iam::*:*",
  "arn:aws:logs:eu-west-1:*",
  "arn:aws:logs:eu-west-1:*:*",
  "*:*:*:*:*:*",
];
const some = [
  "",
  "arn:aws:s3:::shop",
  "arn:aws:s3:::shop*",
  "arn:aws:s3:::*-logs",
  "arn:aws:logs:eu-west-1:123456789012:*",
  "arn:aws:kms:eu-west-1:123456789012:key/*",
  "arn:aws:iam::*:role/shop",
  "arn:aws:iam::*:role/*",
  "*shop*",
  "shop*",
  "arn:aws:*shop*",
  "arn:aws:iam::1234*",
  "arn:aws:s3",
  "arn:aws:iam::123456789012",
];

describe("isEveryResource", () => {
  for (const pattern of every) {
    it(`says that ${pattern} is everything, or all of a service in any account`, () => {
      assert.equal(isEveryResource(pattern), true);
    });
  }
  for (const pattern of some) {
    it(`says that "${pattern}" is something in particular`, () => {
      assert.equal(isEveryResource(pattern), false);
    });
  }
});
