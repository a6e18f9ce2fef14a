import assert from "node:assert/strict";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { publishNpmPackages, readNpmPackages } from "../../../components/iam/npm-registry";
import type { Statement } from "../../../components/iam/statement";

const account = "111122223333";
const registry = { account, region: "eu-central-1", domainName: "acme", repositoryName: "npm" };
const arn = (resource: string) => `arn:aws:codeartifact:eu-central-1:${account}:${resource}`;
const ownPackage = arn("package/acme/npm/npm/platform/aws-pipelines");

const token = { "sts:AWSServiceName": "codeartifact.amazonaws.com", "sts:DurationSeconds": "1800" };
const installs = [
  { action: "codeartifact:GetAuthorizationToken", resource: arn("domain/acme") },
  { action: "sts:GetServiceBearerToken", resource: "*", context: token },
  { action: "codeartifact:ReadFromRepository", resource: arn("repository/acme/npm") },
];
const publishes = [
  { action: "codeartifact:PublishPackageVersion", resource: ownPackage },
  { action: "codeartifact:PutPackageMetadata", resource: ownPackage },
];
const foreign = [
  { action: "codeartifact:GetAuthorizationToken", resource: arn("domain/other") },
  { action: "sts:GetServiceBearerToken", resource: "*", context: { ...token, "sts:DurationSeconds": "1801" } },
  {
    action: "sts:GetServiceBearerToken",
    resource: "*",
    context: { ...token, "sts:AWSServiceName": "ecr-public.amazonaws.com" },
  },
  { action: "codeartifact:ReadFromRepository", resource: arn("repository/acme/npm-public") },
  { action: "codeartifact:PublishPackageVersion", resource: arn("package/acme/npm/npm/platforms/web") },
  { action: "codeartifact:PublishPackageVersion", resource: arn("package/acme/npm/npm/acme/lodash") },
  { action: "codeartifact:PublishPackageVersion", resource: arn("package/acme/npm-public/npm/platform/aws-pipelines") },
  { action: "codeartifact:DeletePackageVersions", resource: ownPackage },
  { action: "codeartifact:DeleteRepository", resource: arn("repository/acme/npm") },
  { action: "codeartifact:PutRepositoryPermissionsPolicy", resource: arn("repository/acme/npm") },
];

describe("who uses a registry, as IAM sees it,", () => {
  it("installs and publishes as a publisher", async () => {
    assert.deepEqual(await denied(publishNpmPackages(registry, "platform", 30), [...installs, ...publishes]), []);
  });

  it("installs as a reader, and publishes nothing", async () => {
    assert.deepEqual(await denied(readNpmPackages(registry, 30), [...installs, ...publishes]), publishes);
  });

  it("can do nothing elsewhere, for no longer, and nothing that deletes or lets others in", async () => {
    assert.deepEqual(await denied(publishNpmPackages(registry, "platform", 30), foreign), foreign);
  });
});

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

async function denied(statements: readonly Statement[], requests: readonly Request[]): Promise<Request[]> {
  const policy = { Version: "2012-10-17", Statement: statements };
  const everything = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  const answers = await Promise.all(
    requests.map(({ action, resource, context = {} }) =>
      runSimulation(
        {
          identityPolicies: [{ name: "own", policy }],
          serviceControlPolicies: [{ orgIdentifier: "root", policies: [{ name: "all", policy: everything }] }],
          resourceControlPolicies: [],
          request: {
            principal: `arn:aws:sts::${account}:assumed-role/publisher/build`,
            action,
            resource: { accountId: account, resource },
            contextVariables: { ...context },
          },
        },
        {},
      ),
    ),
  );
  return requests.filter((request, index) => {
    const answer = answers[index];
    if (answer === undefined || answer.resultType === "error") {
      throw new Error(`${request.action} on ${request.resource}: ${JSON.stringify(answer)}`);
    }
    return answer.overallResult !== "Allowed";
  });
}
