import assert from "node:assert/strict";
import fc from "fast-check";
import { rules } from "../../policy/rules";
import {
  attachment,
  kmsKey,
  pipeline,
  project,
  publicAccessBlock,
  repository,
  role,
} from "../fixtures/policy/resources";
import { block, bucket, bucketPolicy, encryption, tlsOnly } from "../fixtures/policy/stack";
import { changed, document } from "./support/cases";
import {
  judgeResource,
  judgeStack,
  type Props,
  unknownFlag,
  unknownList,
  unknownObject,
  unknownText,
} from "./support/judging";

const inline = {
  type: "aws:iam/rolePolicy:RolePolicy",
  props: { policy: JSON.parse(document(tlsOnly, { ...tlsOnly, Effect: "Allow" })) },
};
const resources = [
  attachment,
  kmsKey,
  pipeline,
  project,
  publicAccessBlock,
  repository,
  role,
  inline,
  bucket,
  block,
  encryption,
  bucketPolicy,
];

/** What no provider would send, and what an engine sends for what it does not know. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(unknownText, unknownFlag, unknownList, unknownObject, undefined, null, "", "*", "{", "[]", "null"),
  fc.constantFrom(
    { toString: 1 },
    { __proto__: null },
    { Statement: [[], null, "x"] },
    { Statement: { Effect: "Allow", Action: {}, Resource: [[]] } },
  ),
);

/** Every path into a fixture's properties. */
function paths(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    const step = path === "" ? name : `${path}.${name}`;
    return [step, ...paths(inner, step)];
  });
}

function judgeByAll(type: string, props: Props): void {
  for (const rule of rules) {
    if ("validateResource" in rule) {
      judgeResource(rule, type, props);
    } else {
      judgeStack(rule, [
        { name: "subject", type, props },
        { ...bucket, name: "other" },
      ]);
    }
  }
}

describe("every rule", () => {
  for (const { type, props } of resources) {
    it(`survives anything in any property of ${type}`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...paths(props)), anyValue, (path, value) => {
          assert.doesNotThrow(() => judgeByAll(type, changed(props, { [path]: value })));
        }),
        { numRuns: 300 },
      );
    });
  }
});
