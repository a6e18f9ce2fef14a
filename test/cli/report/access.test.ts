import assert from "node:assert/strict";
import { accessMapOf, identityAccess } from "../../../cli/insight/access";
import { accessOverview, accessReport, fewChains } from "../../../cli/report/access";
import { plain } from "../../../cli/report/style";
import { resource } from "../preview/support/resource";

const document = (...statements: object[]) => JSON.stringify({ Statement: statements });
const subject = resource("aws:iam/role:Role", "deploy", {
  inputs: {
    name: "deploy",
    managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    assumeRolePolicy: document({
      Effect: "Allow",
      Principal: { Service: "codebuild.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    }),
    inlinePolicies: [
      {
        name: "own",
        policy: document(
          { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "arn:aws:s3:::data/*" },
          { Effect: "Deny", Action: "iam:*", Resource: "*" },
        ),
      },
    ],
  },
});
const bare = resource("aws:iam/role:Role", "bare", { inputs: { name: "bare" } });
const map = accessMapOf([subject, bare], []);
const all = map.identities.map((identity) => identityAccess(identity, map));

describe("access as text", () => {
  it("is a few lines for each identity of the program", () => {
    assert.deepEqual(accessOverview(all, plain, 80), [
      "role deploy",
      "  by       service codebuild.amazonaws.com",
      "  may      s3",
      "  unknown  managed policy arn:aws:iam::aws:policy/ReadOnlyAccess",
      "role bare",
      "  may      nothing",
    ]);
    assert.deepEqual(accessOverview([], plain, 80), ["The program has no role, user or group."]);
  });

  it("is every statement of one identity, within the width", () => {
    const lines = accessReport(all.slice(0, 1), plain, 60);
    assert.deepEqual(lines, [
      "role deploy",
      "  by       service codebuild.amazonaws.com",
      "  trusts   service codebuild.amazonaws.com, if",
      "           aws:sourceaccount stringequals 111122223333",
      "  may      s3:GetObject, s3:ListBucket on",
      "           arn:aws:s3:::data/* [own (Read)]",
      "  denied   iam:* on * [own]",
      "  unknown  managed policy",
      "           arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
  });

  it("names five chains to an identity, and counts the others", () => {
    const chains = (count: number) => Array.from({ length: count }, (_, index) => `project ${index}`);
    assert.deepEqual(fewChains(chains(5)), chains(5));
    assert.deepEqual(fewChains(chains(18)), [...chains(5), "and 13 more"]);
  });
});
