import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import fc from "fast-check";
import { snapshot } from "../../../policy/lib/facts/snapshot";
import { type RegisteredResource, registered, stackOf } from "../../../policy/lib/facts/stack";
import type { Configuration } from "../../../policy/lib/pack/configuration";
import { judgeResource, judgeStack, panelOf } from "../../../policy/lib/pack/judging";
import { toResponse } from "../../../policy/lib/pack/messages";
import { rules } from "../../../policy/rules";
import { effort } from "../../support/runs";
import { anyValue, paths } from "../support/anything";
import { changed } from "../support/cases";
import { type Props, policyResources } from "../support/judging";
import { breaks } from "./mutation/breaks";
import { readsAny, stackEntries } from "./mutation/judge-program";
import { program, programConfig } from "./mutation/program";
import { documentOf, type ProgramResource, resource } from "./mutation/program/resource";

const pack = { name: "aws-pipelines", version: "0.0.0" };

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

/** The configuration of the program, as the engine gives it to the pack. */
const configuration: Configuration = new Map(
  rules.map(({ name, enforcementLevel = "advisory" }) => [
    name,
    { level: enforcementLevel, properties: { ...programConfig[name], failOnUnknown: false } },
  ]),
);

/** Reads a resource once, however many stacks have it. */
function readOnce(resource: RegisteredResource): RegisteredResource {
  let read: ReturnType<RegisteredResource["read"]> | undefined;
  return {
    ...resource,
    read: () => {
      read ??= resource.read();
      return read;
    },
  };
}

/** Resources of a stack as the SDK gives them to the pack. */
function registeredOf(resources: readonly ProgramResource[]): RegisteredResource[] {
  return policyResources(stackEntries(resources)).map(registered).map(readOnce);
}

describe("every rule", () => {
  for (const subject of oneOfEach([...program, ...others])) {
    it(`survives anything in any property of ${subject.type}`, () => {
      const types = new Set([subject.type]);
      const concerned = rules.filter((rule) => readsAny(rule, types));
      const read = new Set(concerned.flatMap((rule) => rule.types));
      const rest = program.filter((each) => each !== subject && each.type !== subject.type && read.has(each.type));
      const [original, ...unchanged] = registeredOf([subject, ...rest]);
      assert.ok(original);
      const { type, urn, protect } = original;
      const panel = panelOf(concerned, type, configuration);
      // The pack reads, judges and answers in these steps for each resource, and then for the stack.
      const judge = (changedProps: Props) => {
        const { dependencies, propertyDependencies } = original.read();
        const props = snapshot(unknownCheckingProxy(changedProps));
        const bent = { ...original, read: () => ({ props, dependencies, propertyDependencies }) };
        const stack = stackOf([bent, ...unchanged], new Map());
        toResponse(judgeResource(panel, { type, urn, protect, props, stackTags: new Map() }), pack);
        toResponse(judgeStack(concerned, stack, configuration), pack);
      };
      fc.assert(
        fc.property(
          fc.constantFrom(...paths(subject.props), ...(leftOut[subject.type] ?? [])),
          anyValue,
          (path, value) => {
            assert.doesNotThrow(() => judge(changed(subject.props, { [path]: value })));
          },
        ),
        { numRuns: 100 * effort },
      );
    });
  }
});
