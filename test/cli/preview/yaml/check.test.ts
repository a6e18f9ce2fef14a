import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveTypes, usedPackages } from "../../../../cli/preview/yaml/check";
import type { Problem } from "../../../../cli/preview/yaml/document";
import { InstalledSdk } from "../../../../cli/preview/yaml/installed-sdk";
import { SchemaPackage } from "../../../../cli/preview/yaml/schema-package";
import { readTemplate } from "../../../../cli/preview/yaml/template";
import type { PackageTypes } from "../../../../cli/preview/yaml/token";
import { root } from "../../../support/command";

const installed = InstalledSdk.find("aws", [root]);
assert.ok(installed !== undefined);
const aws = installed;
const own = new SchemaPackage(JSON.parse(readFileSync(join(root, "components/provider/schema.json"), "utf8")));
const packages = new Map<string, PackageTypes>([
  ["aws", aws],
  ["aws-pipelines", own],
]);

const resolved = (...text: readonly string[]) => {
  const problems: Problem[] = [];
  const template = readTemplate(text.join("\n"));
  assert.deepEqual(template.problems, []);
  return {
    ...resolveTypes(template, packages, problems),
    problems: problems.map(({ line, text: said }) => `${line}: ${said}`),
  };
};

describe("the installed SDK of a package", () => {
  // Tokens that Pulumi's YAML runtime resolved with the schema of the package.
  const tokens: readonly (readonly [string, string | undefined])[] = [
    ["aws:s3:Bucket", "aws:s3/bucket:Bucket"],
    ["aws:s3/bucket:Bucket", "aws:s3/bucket:Bucket"],
    ["aws:wafv2:IPSet", "aws:wafv2/ipSet:IpSet"],
    ["aws:s3:BucketObject", "aws:s3/bucketObject:BucketObject"],
    ["aws:S3:bucket", "aws:s3/bucket:Bucket"],
    ["aws:s3:Bukcet", undefined],
    ["aws:Bucket", undefined],
  ];

  for (const [token, type] of tokens) {
    it(`resolves ${token} to ${type ?? "no type"}`, () => {
      assert.equal(aws.resourceType(token)?.token, type);
    });
  }

  it("knows inputs, needed ones, outputs and secrets of a type", () => {
    const type = aws.resourceType("aws:rds:Instance");
    assert.equal(type?.inputs.get("instanceClass"), true);
    assert.equal(type?.inputs.get("password"), false);
    assert.ok(type?.outputs.has("endpoint"));
    assert.deepEqual([...(type?.secrets ?? [])], ["password", "passwordWo"]);
    assert.equal(type?.isComponent, false);
    assert.deepEqual([...(aws.providerType("pulumi:providers:aws")?.secrets ?? [])].sort(), [
      "accessKey",
      "secretKey",
      "token",
    ]);
  });

  it("resolves functions", () => {
    assert.equal(aws.providerFunction("aws:getCallerIdentity")?.token, "aws:index/getCallerIdentity:getCallerIdentity");
    assert.equal(aws.providerFunction("aws:ec2:getAmi")?.token, "aws:ec2/getAmi:getAmi");
    assert.equal(aws.providerFunction("aws:getAmi"), undefined);
  });

  it("is absent for a package that nobody installed", () => {
    assert.equal(InstalledSdk.find("no-such-package", [root]), undefined);
  });
});

describe("the schema of a local provider", () => {
  it("resolves short tokens and knows components", () => {
    const type = own.resourceType("aws-pipelines:DeliveryEnvironment");
    assert.equal(type?.token, "aws-pipelines:index:DeliveryEnvironment");
    assert.equal(type?.isComponent, true);
    assert.equal(type?.inputs.get("application"), true);
    assert.ok(type?.outputs.has("bucketName"));
    assert.equal(own.resourceType("aws-pipelines:Nothing"), undefined);
    assert.ok(own.similar().includes("aws-pipelines:index:Pipeline"));
  });

  it("knows functions, provider and secrets", () => {
    const schema = new SchemaPackage({
      provider: { inputProperties: { token: { secret: true } } },
      resources: { "acme:index:Box": { inputProperties: { key: { secret: true }, size: {} } } },
      functions: { "acme:index:measure": { inputs: { properties: { box: {} } } } },
    });
    assert.deepEqual([...(schema.resourceType("acme:Box")?.secrets ?? [])], ["key"]);
    assert.deepEqual([...(schema.providerType("pulumi:providers:acme")?.secrets ?? [])], ["token"]);
    assert.deepEqual([...(schema.providerFunction("acme:measure")?.inputs ?? [])], ["box"]);
    assert.equal(schema.providerFunction("acme:weigh"), undefined);
  });
});

describe("types of a YAML program", () => {
  it("come from the packages that it uses", () => {
    const template = readTemplate(
      [
        "resources:",
        "  a: { type: 'aws:s3:Bucket', properties: { bucket: { fn::std:abs: { input: 1 } } } }",
        "  p: { type: 'pulumi:providers:gcp' }",
        "  s: { type: 'pulumi:pulumi:StackReference' }",
      ].join("\n"),
    );
    assert.deepEqual([...usedPackages(template)].sort(), ["aws", "gcp", "std"]);
  });

  it("are compared with properties, arguments and references", () => {
    const { problems } = resolved(
      "variables:",
      "  ami: { fn::invoke: { function: 'aws:ec2:getAmi', arguments: { owner: [self] } } }",
      "  none: { fn::invoke: { function: 'aws:ec2:getAmii' } }",
      "  url: ${bucket.arnn}",
      "resources:",
      "  bucket:",
      "    type: aws:s3:Bucket",
      "    properties:",
      "      bukcet: x",
      "  role: { type: 'aws:iam:Role' }",
      "  wrong: { type: 'aws:s3:Bukcet' }",
      "  read: { type: 'aws:s3:Bucket', get: { id: x, state: { nmae: y } } }",
      "  environment: { type: 'aws-pipelines:ArtifactBucket', properties: { bucketNmae: x } }",
      "outputs: { id: '${bucket.id}', urn: '${bucket.urn}', tags: '${bucket.tags.a}' }",
    );
    assert.deepEqual(problems.sort(), [
      "10: role (aws:iam/role:Role) needs property assumeRolePolicy",
      "11: package aws has no type aws:s3:Bukcet. Did you mean aws:s3:Bucket?",
      "12: read (aws:s3/bucket:Bucket) has no property nmae",
      "13: environment (aws-pipelines:index:ArtifactBucket) has no property bucketNmae. Did you mean bucketName?",
      "13: environment (aws-pipelines:index:ArtifactBucket) needs property account",
      "13: environment (aws-pipelines:index:ArtifactBucket) needs property region",
      "2: aws:ec2/getAmi:getAmi has no argument owner. Did you mean owners?",
      "3: package aws has no function aws:ec2:getAmii. Did you mean aws:ec2:getAmi?",
      "4: bucket (aws:s3/bucket:Bucket) has no output arnn. Did you mean arn?",
      "9: bucket (aws:s3/bucket:Bucket) has no property bukcet. Did you mean bucket?",
    ]);
  });

  it("are named when their package is unknown here", () => {
    const { unknown, problems } = resolved(
      "variables:",
      "  sum: { fn::std:sum: { input: [1] } }",
      "resources:",
      "  pet: { type: 'acme:Pet', properties: { any: 1 } }",
      "  gcp: { type: 'pulumi:providers:gcp' }",
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(unknown, [
      { line: 4, text: "acme:Pet" },
      { line: 2, text: "std:sum" },
    ]);
  });

  it("have no version of their own beside the default provider's", () => {
    const { problems } = resolved(
      "resources:",
      "  aws: { type: 'pulumi:providers:aws', defaultProvider: true, options: { version: 7.48.0 } }",
      "  same: { type: 'aws:s3:Bucket', options: { version: 7.48.0 } }",
      "  other: { type: 'aws:s3:Bucket', options: { version: 7.47.0 } }",
    );
    assert.deepEqual(problems, ["4: version differs from that of the default provider. Remove the option"]);
  });
});
