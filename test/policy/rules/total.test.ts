import assert from "node:assert/strict";
import fc from "fast-check";
import { rules } from "../../../policy/rules";
import { effort } from "../../support/runs";
import { anyValue, paths } from "../support/anything";
import { changed } from "../support/cases";
import { breaks } from "./mutation/breaks";
import { judgeProgram } from "./mutation/judge-program";
import { program } from "./mutation/program";
import { documentOf, type ProgramResource, resource } from "./mutation/program/resource";

/** Resources of the types that the program has none of, and one whose documents are objects all the way down. */
const others = [
  ...Object.values(breaks).flatMap(({ with: added }) => (added === undefined ? [] : [added])),
  resource("key", "iam/accessKey:AccessKey", { user: "robot" }),
  resource("profile", "iam/userLoginProfile:UserLoginProfile", { user: "robot" }),
  ...["role", "user"].map((kind) =>
    resource("inline", `iam/${kind}Policy:${kind === "role" ? "Role" : "User"}Policy`, {
      [kind]: "build",
      policy: JSON.parse(
        documentOf({
          Effect: "Allow",
          Principal: { AWS: ["*"], Service: "codebuild.amazonaws.com" },
          Action: ["s3:GetObject"],
          NotResource: ["arn:aws:s3:::a"],
          Condition: { StringEquals: { "aws:SourceAccount": ["1"] } },
        }),
      ),
    }),
  ),
];

const bucketBlocks = [
  "grants",
  "lifecycleRules",
  "logging",
  "loggings",
  "objectLockConfiguration",
  "replicationConfiguration",
  "replicationConfigurations",
  "serverSideEncryptionConfiguration",
  "serverSideEncryptionConfigurations",
  "versioning",
  "versionings",
];

/** Properties that rules read and the program leaves out, most of them older ways to say what it says elsewhere. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  "aws:s3/bucket:Bucket": ["acl", "policy", ...bucketBlocks],
  "aws:s3/bucketV2:BucketV2": ["acl", "policy", ...bucketBlocks],
  "aws:s3/bucketAcl:BucketAcl": ["accessControlPolicy"],
  "aws:kms/key:Key": ["policy", "customerMasterKeySpec", "customKeyStoreId"],
  "aws:sns/topic:Topic": ["policy"],
  "aws:sqs/queue:Queue": ["policy", "sqsManagedSseEnabled"],
  "aws:iam/role:Role": ["inlinePolicies", "managedPolicyArns"],
  "aws:cloudwatch/eventPermission:EventPermission": ["condition"],
  "aws:codebuild/project:Project": ["secondarySources"],
  "aws:codebuild/webhook:Webhook": ["branchFilter", "scopeConfiguration"],
  "aws:ecr/repository:Repository": ["imageTagMutabilityExclusionFilters"],
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": ["rules[0]", "rules"],
  "aws:ec2/flowLog:FlowLog": ["vpcId"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["vpcId"],
  "aws:lambda/permission:Permission": ["principalOrgId"],
};

/** One resource of each type, for one is as good as another here: the one with the most in it. */
function oneOfEach(resources: readonly ProgramResource[]): ProgramResource[] {
  const richest = new Map<string, ProgramResource>();
  for (const each of resources) {
    const known = richest.get(each.type);
    if (known === undefined || paths(known.props).length < paths(each.props).length) {
      richest.set(each.type, each);
    }
  }
  return [...richest.values()];
}

describe("every rule", () => {
  for (const subject of oneOfEach([...program, ...others])) {
    it(`survives anything in any property of ${subject.type}`, () => {
      const types = new Set([subject.type]);
      const read = new Set(rules.filter((rule) => rule.types.includes(subject.type)).flatMap((rule) => rule.types));
      const rest = program.filter((each) => each !== subject && each.type !== subject.type && read.has(each.type));
      fc.assert(
        fc.property(
          fc.constantFrom(...paths(subject.props), ...(leftOut[subject.type] ?? [])),
          anyValue,
          (path, value) => {
            const bent = { ...subject, props: changed(subject.props, { [path]: value }) };
            assert.doesNotThrow(() => judgeProgram([bent, ...rest], types));
          },
        ),
        { numRuns: 100 * effort },
      );
    });
  }
});
