import assert from "node:assert/strict";
import { findWidened } from "../../../components/recipes/widened-permissions";

const bucket = "arn:aws:s3:::shop/*";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function allow(Action: string | string[], more: object = {}) {
  return { Effect: "Allow", Action, Resource: bucket, ...more };
}

function policy(...Statement: object[]) {
  return { policy: JSON.stringify({ Version: "2012-10-17", Statement }) };
}

const onlyTls = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
const by = (service: string) => ({ Principal: { Service: `${service}.amazonaws.com` } });
const trust = (...Statement: object[]) => ({ assumeRolePolicy: { Statement } });

const cases: Readonly<Record<string, [unknown, unknown, string[]]>> = {
  "a new document": [undefined, policy(allow("s3:GetObject")), [`s3:GetObject on ${bucket}`]],
  "an action more": [
    policy(allow("s3:GetObject")),
    policy(allow(["s3:GetObject", "s3:PutObject"])),
    [`s3:PutObject on ${bucket}`],
  ],
  "an action that a wildcard covers": [policy(allow("s3:*")), policy(allow(["S3:GetObject"])), []],
  "a wildcard": [policy(allow("s3:GetObject")), policy(allow("s3:*")), [`s3:* on ${bucket}`]],
  "another resource": [
    policy(allow("s3:GetObject")),
    policy(allow("s3:GetObject", { Resource: "*" })),
    ["s3:GetObject on *"],
  ],
  "a resource inside the present one": [
    policy(allow("s3:GetObject")),
    policy(allow("s3:GetObject", { Resource: "arn:aws:s3:::shop/web" })),
    [],
  ],
  "a condition less": [
    policy(allow("s3:GetObject", onlyTls)),
    policy(allow("s3:GetObject")),
    [`s3:GetObject on ${bucket}`],
  ],
  "a condition more": [policy(allow("s3:GetObject")), policy(allow("s3:GetObject", onlyTls)), []],
  "all actions but one": [
    policy(allow("s3:GetObject")),
    policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    ["all but iam:* on *"],
  ],
  "a deny less": [
    policy({ ...allow("s3:DeleteObject"), Effect: "Deny" }, allow("s3:GetObject")),
    policy(allow("s3:GetObject")),
    [`no longer denies s3:DeleteObject on ${bucket}`],
  ],
  "a deny more": [policy(allow("s3:GetObject")), policy({ ...allow("s3:GetObject"), Effect: "Deny" }), []],
  "a document of denies that is deleted": [
    policy({ ...allow("s3:DeleteObject"), Effect: "Deny" }),
    undefined,
    [`no longer denies s3:DeleteObject on ${bucket}`],
  ],
  "a principal more, in a document that is no text": [
    trust({ Effect: "Allow", Action: "sts:AssumeRole", ...by("ecs") }),
    trust(
      { Effect: "Allow", Action: "sts:AssumeRole", ...by("ecs") },
      { Effect: "Allow", Action: "sts:AssumeRole", ...by("ec2") },
    ),
    ['sts:AssumeRole by {"Service":"ec2.amazonaws.com"}'],
  ],
  "a managed policy more": [
    { managedPolicyArns: ["arn:aws:iam::aws:policy/A"] },
    { managedPolicyArns: ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"] },
    ["policy arn:aws:iam::aws:policy/B"],
  ],
  "an attachment, as Terraform writes it": [
    undefined,
    { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    ["policy arn:aws:iam::aws:policy/AdministratorAccess"],
  ],
  "a caller of a function": [
    undefined,
    { action: "lambda:InvokeFunction", function: "web", principal: "*" },
    ["lambda:InvokeFunction on web by *"],
  ],
  "a document that the update decides": [
    policy(allow("s3:GetObject")),
    { policy: unknown },
    ["a document that is unknown before the update"],
  ],
  "a document with an unknown part": [
    undefined,
    { policy: `{"Statement": "${unknown}"}` },
    ["a document that is unknown before the update"],
  ],
  "an inline policy in a list": [
    { inlinePolicies: [] },
    { inlinePolicies: [{ name: "x", ...policy(allow("s3:GetObject")) }] },
    [`s3:GetObject on ${bucket}`],
  ],
  "text that only looks like a document": [undefined, { template: "{not json", description: "s3:*" }, []],
};

describe("the permissions that a change widens", () => {
  for (const [what, [before, after, expected]] of Object.entries(cases)) {
    it(`are ${expected.length === 0 ? "none" : "named"} for ${what}`, () => {
      assert.deepEqual(findWidened(before, after), expected);
    });
  }
});
