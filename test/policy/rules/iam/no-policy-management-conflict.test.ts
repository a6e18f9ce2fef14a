import assert from "node:assert/strict";
import { iamNoPolicyManagementConflict as rule } from "../../../../policy/rules/iam/no-policy-management-conflict";
import { document } from "../../support/cases";
import { advisory, judgeStack, type StackEntry, unknownList, unknownText } from "../../support/judging";

const arn = "arn:aws:iam::123456789012:policy/shop";
const other = "arn:aws:iam::123456789012:policy/other";

function entry(name: string, type: string, props: object, from = {}): StackEntry {
  return { name, type: `aws:iam/${type}`, props: { ...props }, from };
}

const role = (props: object = {}) => entry("role", "role:Role", { name: "shop", ...props });
const attachment = (policyArn: string, from = {}) =>
  entry("attachment", "rolePolicyAttachment:RolePolicyAttachment", { role: "shop", policyArn }, from);
const inline = entry("inline", "rolePolicy:RolePolicy", { name: "a", role: "shop", policy: document() });
const exclusive = (...policyArns: readonly unknown[]) =>
  entry("exclusive", "rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", { roleName: "shop", policyArns });
const sole = (policyArn: string, from = {}) =>
  entry("sole", "policyAttachment:PolicyAttachment", { roles: ["shop"], policyArn }, from);

const inList = (list: string) => [
  advisory(`${list} should be absent, for other resources attach policies to the role`, "role"),
];
const notListed = [advisory("policyArn should be in the exclusive list of the same identity too", "attachment")];
const notAlone = [advisory("policyArn should be attached by this resource alone, or by RolePolicyAttachments", "sole")];

const cases: readonly [title: string, stack: readonly StackEntry[], expected: readonly object[]][] = [
  [
    "accepts lists in the role alone",
    [role({ managedPolicyArns: [arn], inlinePolicies: [{ name: "b", policy: "{}" }] })],
    [],
  ],
  ["accepts resources beside the role alone", [role(), attachment(arn), inline], []],
  [
    "refuses a managed list beside an attachment",
    [role({ managedPolicyArns: [other] }), attachment(arn)],
    inList("managedPolicyArns"),
  ],
  [
    "refuses a managed list beside an exclusive one",
    [role({ managedPolicyArns: [other] }), exclusive(arn)],
    inList("managedPolicyArns"),
  ],
  [
    "refuses a list of inline policies beside one of its own",
    [role({ inlinePolicies: [{ name: "b", policy: "{}" }] }), inline],
    inList("inlinePolicies"),
  ],
  [
    "accepts lists that show after a refresh what resources attach",
    [role({ managedPolicyArns: [arn], inlinePolicies: [{ name: "a", policy: "{}" }] }), attachment(arn), inline],
    [],
  ],
  [
    "accepts lists that AWS fills in",
    [role({ managedPolicyArns: unknownList, inlinePolicies: unknownList }), attachment(arn), inline],
    [],
  ],
  ["accepts a role that says it has no inline policies", [role({ inlinePolicies: [{}] }), inline], []],
  ["leaves other roles alone", [role({ name: "other", managedPolicyArns: [other] }), attachment(arn)], []],
  ["accepts an attachment that the exclusive list has", [role(), exclusive(arn), attachment(arn)], []],
  ["refuses one that it has not", [role(), exclusive(other), attachment(arn)], notListed],
  ["accepts one beside a list that is not known", [role(), exclusive(unknownText), attachment(arn)], []],
  ["accepts one beside a list that is not known in part", [role(), exclusive(other, unknownText), attachment(arn)], []],
  [
    "accepts one beside the list of another role",
    [role(), { ...exclusive(other), props: { roleName: "other", policyArns: [other] } }, attachment(arn)],
    [],
  ],
  [
    "accepts one beside the list of a role, where neither role is known",
    [
      { ...exclusive(other), props: { roleName: unknownText, policyArns: [other] } },
      { ...attachment(arn), props: { role: unknownText, policyArn: arn } },
    ],
    [],
  ],
  [
    "accepts one beside the list of a user of the same name",
    [
      entry("users", "userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", {
        userName: "shop",
        policyArns: [other],
      }),
      attachment(arn),
    ],
    [],
  ],
  ["accepts one that is not known", [role(), exclusive(other), attachment(unknownText)], []],
  ["accepts a policy attached in one place", [role(), sole(arn), attachment(other)], []],
  ["refuses a policy attached in two ways", [role(), sole(arn), attachment(arn)], notAlone],
  [
    "knows one policy by where it comes from",
    [
      role(),
      entry("policy", "policy:Policy", { name: "shop" }),
      sole(unknownText, { policyArn: ["policy"] }),
      attachment(unknownText, { policyArn: ["policy"] }),
    ],
    notAlone,
  ],
  ["keeps policies apart that are not known", [role(), sole(unknownText), attachment(unknownText)], []],
];

describe("iam-no-policy-management-conflict", () => {
  for (const [title, stack, expected] of cases) {
    it(title, () => assert.deepEqual(judgeStack(rule, stack), expected));
  }
});
