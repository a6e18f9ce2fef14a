import { kmsDeletionWindow } from "../../../../policy/rules/kms/deletion-window";
import { kmsDescription } from "../../../../policy/rules/kms/description";
import { kmsEnabled } from "../../../../policy/rules/kms/enabled";
import { kmsNoLockoutBypass } from "../../../../policy/rules/kms/no-lockout-bypass";
import { kmsPolicyExplicit } from "../../../../policy/rules/kms/policy-explicit";
import { key as keyArn } from "../../../fixtures/policy/resources";
import { document } from "../../support/cases";
import {
  advisory,
  mandatory,
  type Props,
  type StackEntry,
  unknownFlag,
  unknownText,
  unknownVerdict,
} from "../../support/judging";
import { itJudgesEach, itJudgesStacks, itMends, whenAskedFor } from "../../support/tables";

const key = "aws:kms/key:Key";

describe("kms-enabled", () => {
  const refused = advisory("isEnabled should be absent or true: what a disabled key protects cannot be read");
  itJudgesEach(kmsEnabled, key, [
    ["accepts a key that does not say", {}],
    ["accepts what the provider fills in", { isEnabled: true }],
    ["refuses a key that is disabled", { isEnabled: false }, refused],
    ["cannot judge a flag that is not known", { isEnabled: unknownFlag }, unknownVerdict("isEnabled")],
  ]);
  itMends(kmsEnabled, "enables the key", key, { isEnabled: false }, { isEnabled: true });
});

describe("kms-no-lockout-bypass", () => {
  const path = "bypassPolicyLockoutSafetyCheck";
  const refused = mandatory(
    `${path} should be absent or false: only AWS Support can open a key that its policy has locked`,
  );
  for (const type of [key, "aws:kms/keyPolicy:KeyPolicy"]) {
    itJudgesEach(kmsNoLockoutBypass, type, [
      [`${type}: accepts what does not say`, {}],
      [`${type}: accepts what the provider fills in`, { [path]: false }],
      [`${type}: refuses to skip the check`, { [path]: true }, refused],
      [`${type}: cannot judge a flag that is not known`, { [path]: unknownFlag }, unknownVerdict(path)],
    ]);
  }
  itMends(kmsNoLockoutBypass, "keeps the check", key, { [path]: true }, { [path]: false });
});

describe("kms-deletion-window", () => {
  const path = "deletionWindowInDays";
  const refused = (days: number) =>
    advisory(`${path} should be absent or at least ${days}: until then a deletion can be called back`);
  itJudgesEach(kmsDeletionWindow, key, [
    ["accepts a key that does not say: AWS's default is 30", {}],
    ["accepts 30 days", { [path]: 30 }],
    ["refuses 29 days", { [path]: 29 }, refused(30)],
    ["refuses what is no number", { [path]: "30 days" }, refused(30)],
    ["cannot judge a number that is not known", { [path]: unknownText }, unknownVerdict(path)],
  ]);
  itJudgesEach(
    kmsDeletionWindow,
    key,
    [
      ["accepts as many days as the configuration asks for", { [path]: 14 }],
      ["refuses fewer", { [path]: 13 }, refused(14)],
    ],
    { minimumDays: 14 },
  );
  itMends(kmsDeletionWindow, "waits as long as AWS does", key, { [path]: 7 }, { [path]: 30 });
});

describe("kms-description", () => {
  const refused = whenAskedFor("description should say what the key protects, in at least 6 characters");
  itJudgesEach(kmsDescription, key, [
    ["accepts six characters", { description: "Builds" }],
    ["accepts a description that is not known yet", { description: unknownText }],
    ["refuses a key that does not say", {}, refused],
    ["refuses five characters", { description: " Build " }, refused],
    ["refuses what Pulumi fills in", { description: "Managed by Pulumi" }, refused],
    ["refuses what Terraform fills in", { description: "Managed by Terraform" }, refused],
  ]);
});

describe("kms-policy-explicit", () => {
  const refused = advisory("policy should be set, or a KeyPolicy be added for the key", "key");
  const stated = document({ Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "kms:*", Resource: "*" });
  const named = (props: Props): StackEntry => ({ name: "key", type: key, props });
  const keyPolicy = (keyId: unknown, from = {}): StackEntry => ({
    name: "policy",
    type: "aws:kms/keyPolicy:KeyPolicy",
    props: { keyId, policy: stated },
    from,
  });
  itJudgesStacks(kmsPolicyExplicit, [
    ["accepts a policy in the key", [named({ policy: stated })]],
    [
      "accepts a policy that comes from an unknown",
      [{ ...named({ policy: unknownText }), from: { policy: ["policy"] } }, keyPolicy("other")],
    ],
    [
      "accepts a policy of its own for a key that does not exist yet",
      [named({ arn: unknownText, keyId: unknownText }), keyPolicy(unknownText, { keyId: ["key"] })],
    ],
    ["accepts a policy of its own by the key's id", [named({ arn: keyArn, keyId: "1111" }), keyPolicy("1111")]],
    ["accepts a policy of its own by the key's ARN", [named({ arn: keyArn, keyId: "1111" }), keyPolicy(keyArn)]],
    ["refuses a key without a policy", [named({})], refused],
    ["refuses the policy of another key", [named({ arn: keyArn, keyId: "1111" }), keyPolicy("2222")], refused],
    [
      "takes a policy that nobody set as absent, though its output is not known yet",
      [named({ policy: unknownText })],
      refused,
    ],
    [
      "refuses the policy that KMS gives a key without one",
      [named({ policy: stated.replace("{", '{"Id":"key-default-1",') })],
      refused,
    ],
  ]);
});
