import assert from "node:assert/strict";
import { domainPolicy, registryKeyPolicy, repositoryPolicy } from "../../../components/iam/registry-policies";

const registry = { account: "111122223333", region: "eu-central-1", domainName: "acme", repositoryName: "npm" };
const reader = "arn:aws:iam::222233334444:root";
const publisher = "arn:aws:iam::111122223333:role/publisher";
const domain = "arn:aws:codeartifact:eu-central-1:111122223333:domain/acme";
const repository = "arn:aws:codeartifact:eu-central-1:111122223333:repository/acme/npm";
const platformPackages = "arn:aws:codeartifact:eu-central-1:111122223333:package/acme/npm/npm/platform/*";
const publish = ["codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"];

describe("the policies of a registry", () => {
  const users = { readers: [reader], publishers: [publisher, publisher] };

  it("let readers and publishers log in, each named once", () => {
    assert.deepEqual(JSON.parse(domainPolicy(registry, users)).Statement, [
      {
        Sid: "LogIn",
        Effect: "Allow",
        Principal: { AWS: [publisher, reader] },
        Action: ["codeartifact:GetAuthorizationToken"],
        Resource: domain,
      },
    ]);
  });

  it("let both read, and publishers alone publish", () => {
    assert.deepEqual(JSON.parse(repositoryPolicy(registry, users, "platform")).Statement, [
      {
        Sid: "Read",
        Effect: "Allow",
        Principal: { AWS: [publisher, reader] },
        Action: ["codeartifact:ReadFromRepository"],
        Resource: repository,
      },
      { Sid: "Publish", Effect: "Allow", Principal: { AWS: [publisher] }, Action: publish, Resource: platformPackages },
    ]);
  });

  it("say nothing of publishing where nobody does", () => {
    const { Statement } = JSON.parse(repositoryPolicy(registry, { readers: [reader], publishers: [] }, "platform"));
    assert.deepEqual(
      Statement.map(({ Sid }: { Sid: string }) => Sid),
      ["Read"],
    );
  });

  it("let CodeArtifact alone use the key, for this account alone", () => {
    const [administer, use] = JSON.parse(registryKeyPolicy(registry)).Statement;
    assert.equal(administer.Sid, "Administer");
    assert.deepEqual(use, {
      Sid: "PackageDomain",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:CallerAccount": "111122223333",
          "kms:ViaService": "codeartifact.eu-central-1.amazonaws.com",
        },
      },
    });
  });

  it("name the resources and principals of the partition of the registry", () => {
    const china = { ...registry, region: "cn-north-1" };
    const [login] = JSON.parse(domainPolicy(china, users)).Statement;
    assert.equal(login.Resource, "arn:aws-cn:codeartifact:cn-north-1:111122223333:domain/acme");
    const [, use] = JSON.parse(registryKeyPolicy(china)).Statement;
    assert.deepEqual(use.Principal, { AWS: "arn:aws-cn:iam::111122223333:root" });
    assert.equal(use.Condition.StringEquals["kms:ViaService"], "codeartifact.cn-north-1.amazonaws.com.cn");
  });

  it("say nothing at all for nobody", () => {
    const nobody = { readers: [], publishers: [] };
    assert.deepEqual(JSON.parse(domainPolicy(registry, nobody)).Statement, []);
    assert.deepEqual(JSON.parse(repositoryPolicy(registry, nobody, "platform")).Statement, []);
  });
});
