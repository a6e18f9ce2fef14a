import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { policyConflicts } from "../../../../policy/lib/iam/policy-conflicts";
import { stackResource } from "../../support/stack-resource";

const iam = (urn: string, type: string, props: Properties, from: Readonly<Record<string, readonly string[]>> = {}) =>
  stackResource(urn, `aws:iam/${type}`, props, from);
const role = (props: Properties) => iam("role", "role:Role", { name: "a", ...props });
const attachment = (urn: string, policyArn: Value, of = "a", sources: readonly string[] = []) =>
  iam(urn, "rolePolicyAttachment:RolePolicyAttachment", { role: of, policyArn }, { policyArn: sources });
const sole = (urn: string, policyArn: Value, sources: readonly string[] = []) =>
  iam(urn, "policyAttachment:PolicyAttachment", { roles: ["a"], policyArn }, { policyArn: sources });
const inline = (name: Value) => iam("inline", "rolePolicy:RolePolicy", { role: "a", name, policy: "{}" });
const exclusive = (policyArns: Value, roleName: Value = "a") =>
  iam("exclusive", "rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", { roleName, policyArns });

const conflicts = (...resources: readonly ReturnType<typeof role>[]) =>
  policyConflicts(resources).map(({ urn, path, desired }) => `${urn} ${path} ${desired}`);
const list = (path: string) => [`role ${path} should be absent, for other resources attach policies to the role`];

describe("the lists of a role and other resources for it", () => {
  for (const [title, found, expected] of [
    [
      "conflict where the lists have other managed policies",
      conflicts(role({ managedPolicyArns: ["p", "q"] }), attachment("x", "p")),
      list("managedPolicyArns"),
    ],
    [
      "conflict where the lists have other inline policies",
      conflicts(role({ inlinePolicies: [{ name: "o", policy: "{}" }] }), inline("n")),
      list("inlinePolicies"),
    ],
    [
      "agree where the lists show the same policies after a refresh",
      conflicts(
        role({ managedPolicyArns: ["p"], inlinePolicies: [{ name: "n", policy: "{}" }] }),
        attachment("x", "p"),
        inline("n"),
      ),
      [],
    ],
    ["agree where an inline policy is empty", conflicts(role({ inlinePolicies: [{ name: "o" }] }), inline("n")), []],
    [
      "agree where AWS fills in the lists",
      conflicts(
        role({ managedPolicyArns: unknownValue, inlinePolicies: unknownValue }),
        attachment("x", "p"),
        inline("n"),
      ),
      [],
    ],
    ["agree where the role has lists alone", conflicts(role({ managedPolicyArns: ["p"] })), []],
    [
      "agree where the resources are for another role",
      conflicts(role({ managedPolicyArns: ["p"] }), attachment("x", "q", "b")),
      [],
    ],
    ["agree where each kind stands in one place", conflicts(role({ managedPolicyArns: ["p"] }), inline("n")), []],
  ] as const) {
    it(title, () => assert.deepEqual(found, expected));
  }
});

describe("an exclusive list of policies", () => {
  const expected = ["x policyArn should be in the exclusive list of the same identity too"];
  for (const [title, found, conflict] of [
    ["detaches what it does not list", conflicts(exclusive(["p"]), attachment("x", "q")), true],
    ["keeps what it lists", conflicts(exclusive(["p", "q"]), attachment("x", "q")), false],
    ["may list an unknown policy", conflicts(exclusive([unknownValue]), attachment("x", "q")), false],
    ["may list what is unknown in the attachment", conflicts(exclusive(["p"]), attachment("x", unknownValue)), false],
    ["is for one role", conflicts(exclusive(["p"], "b"), attachment("x", "q")), false],
    ["is for the role that it names", conflicts(exclusive(["p"], unknownValue), attachment("x", "q")), false],
  ] as const) {
    it(title, () => assert.deepEqual(found, conflict ? expected : []));
  }
});

describe("an attachment that is the only one of its policy", () => {
  const expected = (urn: string) =>
    `${urn} policyArn should be attached by this resource alone, or by RolePolicyAttachments`;
  for (const [title, found, urns] of [
    ["conflicts with another attachment of the policy", conflicts(sole("x", "p"), attachment("y", "p", "b")), ["x"]],
    ["conflicts with another one like it", conflicts(sole("x", "p"), sole("y", "p")), ["x", "y"]],
    [
      "conflicts by the policy that both come from",
      conflicts(sole("x", unknownValue, ["p"]), attachment("y", unknownValue, "b", ["p"])),
      ["x"],
    ],
    ["may stand beside other policies", conflicts(sole("x", "p"), attachment("y", "q", "b")), []],
    [
      "may stand beside unknown policies from elsewhere",
      conflicts(sole("x", unknownValue, ["p"]), attachment("y", unknownValue, "b", ["q"])),
      [],
    ],
    ["may stand alone", conflicts(sole("x", "p")), []],
  ] as const) {
    it(title, () => assert.deepEqual(found, urns.map(expected)));
  }
});
