import assert from "node:assert/strict";
import { codeartifactCmk } from "../../../../policy/rules/codeartifact/cmk";
import { codeartifactNoExternalPublish } from "../../../../policy/rules/codeartifact/no-external-publish";
import { codeartifactPolicyNotPublic } from "../../../../policy/rules/codeartifact/policy-not-public";
import { key } from "../../../fixtures/policy/resources";
import { document, itJudges } from "../../support/cases";
import {
  advisory,
  judgeStack,
  mandatory,
  notApplicable,
  type StackEntry,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

describe("codeartifact-cmk", () => {
  const rule = codeartifactCmk;
  const domain = { type: "aws:codeartifact/domain:Domain", props: { domain: "acme", encryptionKey: key } };
  const refused = [advisory("encryptionKey should be the ARN of a customer managed KMS key")];

  itJudges(rule, "accepts a customer managed key", domain, {}, []);
  itJudges(rule, "accepts a key that is not known yet", domain, { encryptionKey: unknownText }, []);
  for (const encryptionKey of [undefined, "", "alias/aws/codeartifact"]) {
    itJudges(rule, `refuses ${encryptionKey}`, domain, { encryptionKey }, refused);
  }
});

describe("codeartifact-policy-not-public", () => {
  const rule = codeartifactPolicyNotPublic;
  const share = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
    Action: "codeartifact:ReadFromRepository",
    Resource: "*",
  };
  const types = [
    "aws:codeartifact/domainPermissions:DomainPermissions",
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
  ];
  const everybody = (operator: string) =>
    document({ ...share, Principal: "*", Condition: { [operator]: { "aws:PrincipalOrgID": "o-acme123456" } } });
  const refused = (path: string) => [
    mandatory(
      `policyDocument.Statement[0].${path} should name its principals, or Condition the account, organization or source: * is anyone`,
    ),
  ];

  for (const type of types) {
    const policy = { type, props: { domain: "acme", policyDocument: document(share) } };
    itJudges(rule, `accepts a role in ${type}`, policy, {}, []);
    itJudges(rule, `refuses anybody in ${type}`, policy, { policyDocument: document({ ...share, Principal: "*" }) }, [
      ...refused("Principal"),
    ]);
  }
  const permissions = { type: types[0] ?? "", props: { domain: "acme", policyDocument: document(share) } };
  itJudges(
    rule,
    "refuses any account",
    permissions,
    {
      policyDocument: document({ ...share, Principal: { AWS: "*" } }),
    },
    refused("Principal.AWS"),
  );
  itJudges(rule, "accepts an organization", permissions, { policyDocument: everybody("StringEquals") }, []);
  itJudges(
    rule,
    "refuses a condition that holds without an organization",
    permissions,
    {
      policyDocument: everybody("StringEqualsIfExists"),
    },
    refused("Principal"),
  );
  itJudges(rule, "accepts a resource without a policy", permissions, { policyDocument: undefined }, []);
  itJudges(rule, "refuses text that is no policy", permissions, { policyDocument: "{" }, [
    mandatory("policyDocument should be a JSON policy document with a Statement"),
  ]);
  itJudges(rule, "cannot judge a policy that is not known", permissions, { policyDocument: unknownText }, [
    unknownVerdict("policyDocument"),
  ]);
});

describe("codeartifact-no-external-publish", () => {
  const repository = (name: string, props: object = {}, extra: Partial<StackEntry> = {}): StackEntry => ({
    name,
    type: "aws:codeartifact/repository:Repository",
    props: { domain: "acme", repository: name, ...props },
    ...extra,
  });
  const open = repository("npm", { externalConnections: { externalConnectionName: "public:npmjs" } });
  const refused = [
    advisory("externalConnections should be in a repository that another one names in upstreams", "npm"),
  ];
  const itJudgesStack = (title: string, stack: readonly StackEntry[], expected: unknown) =>
    it(title, () => assert.deepEqual(judgeStack(codeartifactNoExternalPublish, stack), expected));

  itJudgesStack("accepts a repository without one", [repository("shop")], []);
  itJudgesStack(
    "accepts one that is another's upstream",
    [open, repository("shop", { upstreams: [{ repositoryName: "other" }, { repositoryName: "npm" }] })],
    [],
  );
  itJudgesStack(
    "accepts one whose name another takes from it",
    [open, repository("shop", { upstreams: [{ repositoryName: unknownText }] }, { from: { upstreams: ["npm"] } })],
    [],
  );
  itJudgesStack("refuses one that stands alone", [open], refused);
  itJudgesStack(
    "refuses one beside a repository with another upstream",
    [open, repository("shop", { upstreams: [{ repositoryName: "other" }] })],
    refused,
  );
  itJudgesStack("takes what AWS fills in for absent", [repository("shop", { externalConnections: unknownObject })], []);
  itJudgesStack("has nothing to say about an empty stack", [], notApplicable);
});
