import assert from "node:assert/strict";
import { iamNoPrivilegeEscalation } from "../../../policy/rules/iam/no-privilege-escalation";
import { document } from "./cases";
import { judgeStack, mandatory, type StackEntry } from "./judging";

export const account = "123456789012";
export const anyRole = `arn:aws:iam::${account}:role/*`;
export const project = `arn:aws:codebuild:eu-west-1:${account}:project/shop`;

export function allow(action: unknown, resource: unknown = "*", condition?: object) {
  return { Effect: "Allow", Action: action, Resource: resource, Condition: condition };
}

export function deny(action: unknown, resource: unknown = "*", condition?: object) {
  return { ...allow(action, resource, condition), Effect: "Deny" };
}

export function toService(service: unknown) {
  return { StringEquals: { "iam:PassedToService": service } };
}

export const role: StackEntry = {
  name: "role",
  type: "aws:iam/role:Role",
  props: { name: "shop-deploy", path: "/ci/", assumeRolePolicy: document() },
};

export function inline(...statements: readonly object[]): StackEntry {
  return entry("inline", "rolePolicy:RolePolicy", { role: "shop-deploy", policy: { Statement: statements } });
}

export function entry(name: string, type: string, props: object, from = {}): StackEntry {
  return { name, type: `aws:iam/${type}`, props: { ...props }, from };
}

export function refused(place: string, ways: string, urn = "role") {
  return [mandatory(`${place} should not let its holder gain rights: ${ways}`, urn)];
}

export function itJudgesStack(title: string, stack: readonly StackEntry[], expected: readonly object[]) {
  it(title, () => assert.deepEqual(judgeStack(iamNoPrivilegeEscalation, stack), expected));
}
