import assert from "node:assert/strict";
import { npmRegistryUrl, publishNpmPackages, readNpmPackages } from "../../../components/iam/npm-registry";

const registry = { account: "111122223333", region: "eu-central-1", domainName: "acme", repositoryName: "npm" };
const gov = { ...registry, region: "us-gov-west-1" };
const china = { ...registry, region: "cn-north-1" };
const domain = "arn:aws:codeartifact:eu-central-1:111122223333:domain/acme";
const repository = "arn:aws:codeartifact:eu-central-1:111122223333:repository/acme/npm";
const platformPackages = "arn:aws:codeartifact:eu-central-1:111122223333:package/acme/npm/npm/platform/*";

const token = {
  Sid: "RegistryToken",
  Effect: "Allow",
  Action: ["codeartifact:GetAuthorizationToken"],
  Resource: [domain],
};
const bearer = (seconds: string) => ({
  Sid: "ServiceToken",
  Effect: "Allow",
  Action: ["sts:GetServiceBearerToken"],
  Resource: ["*"],
  Condition: {
    StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" },
    NumericLessThanEquals: { "sts:DurationSeconds": seconds },
  },
});
const read = {
  Sid: "ReadPackages",
  Effect: "Allow",
  Action: ["codeartifact:ReadFromRepository"],
  Resource: [repository],
};
const publish = ["codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"];

describe("a registry in CodeArtifact", () => {
  it("has an address made of its names, in every partition", () => {
    assert.equal(
      npmRegistryUrl(registry),
      "https://acme-111122223333.d.codeartifact.eu-central-1.amazonaws.com/npm/npm/",
    );
    assert.equal(
      npmRegistryUrl(china),
      "https://acme-111122223333.d.codeartifact.cn-north-1.amazonaws.com.cn/npm/npm/",
    );
  });

  it("is read with a token that lives no longer than it must, an hour by default", () => {
    assert.deepEqual(readNpmPackages(registry), [token, bearer("3600"), read]);
    assert.deepEqual(readNpmPackages(registry, 15)[1], bearer("900"));
    assert.deepEqual(readNpmPackages(gov)[2]?.Resource, [
      "arn:aws-us-gov:codeartifact:us-gov-west-1:111122223333:repository/acme/npm",
    ]);
    assert.deepEqual(readNpmPackages({ ...gov, partition: "aws" })[0]?.Resource, [
      "arn:aws:codeartifact:us-gov-west-1:111122223333:domain/acme",
    ]);
  });

  it("takes packages of the one npm scope from who publishes, and gives them what readers get", () => {
    assert.deepEqual(publishNpmPackages(registry, "platform", 30), [
      token,
      bearer("1800"),
      read,
      { Sid: "PublishPackages", Effect: "Allow", Action: publish, Resource: [platformPackages] },
    ]);
    assert.deepEqual(publishNpmPackages(registry, "platform")[1], bearer("3600"));
  });
});
