import assert from "node:assert/strict";
import {
  type ConnectionPlan,
  ConnectionProvider,
  connectionProblems,
  howToComplete,
} from "../../../components/connections/connection-args";

const nothing = { host: false, vpc: false };
const cloud: ConnectionPlan = {
  region: "eu-central-1",
  connectionName: "shop",
  providerType: ConnectionProvider.GitHub,
  given: nothing,
};
const installed: ConnectionPlan = { ...cloud, providerType: ConnectionProvider.GitLabSelfManaged };
const endpoint = "https://git.acme.example";
const host = { host: true, vpc: false };
const vpc = { host: false, vpc: true };
const onlyInstalled = "is only for self-managed providers, GitHubEnterpriseServer and GitLabSelfManaged: remove it";
const notHttps = "give an https address of at most 512 characters";

describe("the arguments of a connection", () => {
  for (const [what, plan] of [
    ["a provider in the cloud", cloud],
    ["a name of 32 characters", { ...cloud, connectionName: "c".repeat(32) }],
    ["a server", { ...installed, endpoint }],
    ["a server behind a VPC", { ...installed, endpoint, given: vpc }],
    ["a server at a port and a path", { ...installed, endpoint: "https://git.acme.example:8443/git" }],
    ["an existing host", { ...installed, given: host }],
    ["an address of 512 characters", { ...installed, endpoint: `https://${"a".repeat(504)}` }],
  ] as [string, ConnectionPlan][]) {
    it(`may have ${what}`, () => {
      assert.deepEqual(connectionProblems(plan), []);
    });
  }

  for (const [what, plan, problems] of [
    [
      "a name of 33 characters",
      { ...cloud, connectionName: "c".repeat(33) },
      { connectionName: `is "${"c".repeat(33)}": give at most 32 characters` },
    ],
    ["an empty name", { ...cloud, connectionName: "" }, { connectionName: 'is "": give at least 1 character' }],
    [
      "a server, a host and a VPC for a provider in the cloud",
      { ...cloud, endpoint, given: { host: true, vpc: true } },
      { endpoint: onlyInstalled, existingHostArn: onlyInstalled, vpc: onlyInstalled },
    ],
    ["no server", installed, { endpoint: "is missing: give the address of the server, or existingHostArn" }],
    [
      "a VPC and no server",
      { ...installed, given: vpc },
      {
        endpoint: "is missing: give the address of the server, or existingHostArn",
        vpc: "is only for a new host: give endpoint, or remove vpc",
      },
    ],
    [
      "two servers",
      { ...installed, endpoint, given: host },
      { existingHostArn: "is given with endpoint, which creates a host: remove one of the two" },
    ],
    [
      "a VPC for an existing host",
      { ...installed, given: { host: true, vpc: true } },
      { vpc: "is only for a new host: give endpoint, or remove vpc" },
    ],
    [
      "a server without TLS",
      { ...installed, endpoint: "http://git.acme.example" },
      { endpoint: `is "http://git.acme.example": ${notHttps}` },
    ],
    [
      "an address of several lines",
      { ...installed, endpoint: `${endpoint}\nHost: evil` },
      { endpoint: `is "https://git.acme.example\\nHost: evil": ${notHttps}` },
    ],
    [
      "an address without a host",
      { ...installed, endpoint: "https:///git" },
      { endpoint: `is "https:///git": ${notHttps}` },
    ],
    [
      "an address of 513 characters",
      { ...installed, endpoint: `https://${"a".repeat(505)}` },
      { endpoint: `is "https://${"a".repeat(68)}...: ${notHttps}` },
    ],
    ["no region", { ...cloud, region: "Frankfurt" }, { region: 'is "Frankfurt": give a region, such as eu-central-1' }],
    [
      "an unknown provider",
      { ...cloud, providerType: "Gitea" },
      {
        providerType:
          'is "Gitea": allowed are AzureDevOps, Bitbucket, GitHub, GitHubEnterpriseServer, GitLab, GitLabSelfManaged',
      },
    ],
  ] as [string, ConnectionPlan, Record<string, string>][]) {
    it(`must not have ${what}`, () => {
      assert.deepEqual(
        Object.fromEntries(connectionProblems(plan).map(({ path, reason }) => [path, reason])),
        problems,
      );
    });
  }
});

describe("the manual steps of a connection", () => {
  for (const [region, console] of [
    ["eu-central-1", "https://console.aws.amazon.com"],
    ["us-gov-east-1", "https://console.amazonaws-us-gov.com"],
    ["eusc-de-east-1", "https://console.amazonaws-eusc.eu"],
  ] as const) {
    it(`open the console of ${region}`, () => {
      const page = `${console}/codesuite/settings/connections?region=${region}`;
      assert.equal(
        howToComplete({ ...cloud, region }),
        `The new connection shop to GitHub is PENDING: a person must complete it before a pipeline can use it. Open ${page}. Choose the connection, then Update pending connection. Then set its ARN as the ConnectionArn of source actions.`,
      );
    });
  }

  it("set up a new host first", () => {
    assert.match(
      howToComplete({ ...installed, endpoint }),
      /^The new connection shop to GitLabSelfManaged is PENDING: .*\. On the tab Hosts, set up its host\. Choose the connection,/,
    );
  });
});
