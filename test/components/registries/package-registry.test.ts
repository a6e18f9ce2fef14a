import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { PackageRegistry, type PackageRegistryArgs } from "../../../components/registries/package-registry";
import { counts, only, record, resolved, unknown } from "../../support/recorder";

const args = { account: "111122223333", region: "eu-central-1", npmScope: "acme" };
const key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-4061-8273-849506a7b8c9";
const made = {
  "aws:kms/key:Key": 1,
  "aws:kms/alias:Alias": 1,
  "aws:codeartifact/domain:Domain": 1,
  "aws:codeartifact/repository:Repository": 2,
};

function build(more: Partial<PackageRegistryArgs> = {}, preview = true) {
  return record({ preview }, (opts) => new PackageRegistry("acme", { ...args, ...more }, opts));
}

describe("a package registry", () => {
  it("is a domain under a key of its own, which rotates and which CodeArtifact alone may use", async () => {
    const recorded = await build({ tags: { owner: "acme" } });
    assert.deepEqual(counts(recorded), made);
    const { policy, ...inputs } = only(recorded, "aws:kms/key:Key", "acme-key").inputs;
    assert.deepEqual(inputs, {
      region: "eu-central-1",
      description: "Encrypts acme",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      tags: { owner: "acme" },
    });
    assert.match(String(policy), /"kms:ViaService":"codeartifact\.eu-central-1\.amazonaws\.com"/);
    assert.deepEqual(only(recorded, "aws:codeartifact/domain:Domain", "acme").inputs, {
      region: "eu-central-1",
      domain: "acme",
      encryptionKey: unknown,
      tags: { owner: "acme" },
    });
  });

  it("has public npm behind a repository that nobody publishes to", async () => {
    const recorded = await build({ repositoryName: "packages" });
    const type = "aws:codeartifact/repository:Repository";
    assert.deepEqual(only(recorded, type, "acme-public").inputs, {
      region: "eu-central-1",
      domain: "acme",
      repository: "packages-public",
      description: "Packages of public npm",
      externalConnections: { externalConnectionName: "public:npmjs" },
    });
    assert.deepEqual(only(recorded, type, "acme-npm").inputs, {
      region: "eu-central-1",
      domain: "acme",
      repository: "packages",
      description: "Packages of @acme and of public npm",
      upstreams: [{ repositoryName: "packages-public" }],
    });
  });

  it("lets in whom it is told, by policies that are known on the first preview", async () => {
    const recorded = await build({
      readers: ["arn:aws:iam::222233334444:root"],
      publishers: ["arn:aws:iam::111122223333:role/publisher"],
    });
    const domain = only(recorded, "aws:codeartifact/domainPermissions:DomainPermissions", "acme-domain-policy").inputs;
    assert.equal(domain.domain, "acme");
    assert.match(String(domain.policyDocument), /222233334444:root.*GetAuthorizationToken/);
    const type = "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy";
    const { domain: owner, repository, policyDocument } = only(recorded, type, "acme-policy").inputs;
    assert.deepEqual([owner, repository], ["acme", "npm"]);
    assert.match(String(policyDocument), /role\/publisher.*package\/acme\/npm\/npm\/acme\/\*/);
  });

  it("uses an existing key and creates none", async () => {
    const recorded = await build({ existingKeyArn: key });
    const { "aws:kms/key:Key": _, "aws:kms/alias:Alias": __, ...others } = made;
    assert.deepEqual(counts(recorded), others);
    assert.equal(only(recorded, "aws:codeartifact/domain:Domain", "acme").inputs.encryptionKey, key);
  });

  it("stays with its key when the stack is destroyed, if that is asked", async () => {
    for (const retainOnDelete of [true, false]) {
      const children = (await build({ retainOnDelete })).filter(({ parent }) => parent === "acme");
      assert.deepEqual([...new Set(children.map(({ retainOnDelete }) => retainOnDelete))], [retainOnDelete]);
      assert.equal(children.length, 5);
    }
  });

  it("gives what others compose with", async () => {
    const registries: PackageRegistry[] = [];
    await record({ preview: false }, (opts) => registries.push(new PackageRegistry("acme", args, opts)));
    const [registry] = registries;
    assert.ok(registry);
    assert.deepEqual(
      await Promise.all(
        [registry.domainName, registry.repositoryName, registry.registryUrl, registry.domainArn, registry.keyArn].map(
          resolved,
        ),
      ),
      [
        "acme",
        "npm",
        "https://acme-111122223333.d.codeartifact.eu-central-1.amazonaws.com/npm/npm/",
        "arn:aws:made:::acme",
        "arn:aws:made:::acme-key",
      ],
    );
    assert.equal(await resolved(registry.repositoryArn), "arn:aws:made:::acme-npm");
  });

  it("says everything that is wrong with its arguments at once", async () => {
    const wrong = {
      npmScope: "@acme",
      domainName: "A",
      repositoryName: "x",
      readers: ["*"],
      existingKeyArn: "alias/x",
    };
    await assert.rejects(build(wrong), (error) => {
      assert.ok(error instanceof RunError);
      assert.equal(
        error.message,
        [
          "PackageRegistry acme has 5 problems:",
          '  domainName: is "A": give 2 to 50 lowercase letters, digits or hyphens, starting with a letter',
          '  repositoryName: is "x": give 2 to 100 letters, digits or the characters . _ -, starting with a letter or digit',
          '  npmScope: is "@acme": give the scope of the packages without its @, such as acme',
          '  existingKeyArn: is "alias/x": give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, not of an alias',
          '  readers[0]: is "*": give the ARN of a role or a user, or of an account as arn:aws:iam::<account>:root',
        ].join("\n"),
      );
      return true;
    });
  });
});
