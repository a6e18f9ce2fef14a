import { iamTrustNoPublic as rule } from "../../../../policy/rules/iam/trust-no-public";
import { role } from "../../../fixtures/policy/resources";
import { document, itJudges } from "../../support/cases";
import { mandatory, unknownText, unknownVerdict } from "../../support/judging";

const path = "assumeRolePolicy.Statement[0]";
const trust = { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" };
const refused = (place: string) => [mandatory(`${path}.${place} should name a principal, without wildcards`)];

function trusting(statement: object) {
  return { assumeRolePolicy: document(statement) };
}

describe("iam-trust-no-public", () => {
  itJudges(rule, "accepts a service", role, {}, []);
  itJudges(
    rule,
    "accepts a role of another account",
    role,
    trusting({ ...trust, Principal: { AWS: "arn:aws:iam::210987654321:role/ci" } }),
    [],
  );
  itJudges(rule, "refuses anybody", role, trusting({ ...trust, Principal: "*" }), refused("Principal"));
  itJudges(
    rule,
    "refuses any AWS principal",
    role,
    trusting({ ...trust, Principal: { AWS: "*" } }),
    refused("Principal.AWS"),
  );
  itJudges(
    rule,
    "refuses any AWS principal among others",
    role,
    trusting({ ...trust, Principal: { AWS: ["arn:aws:iam::210987654321:root", "*"] } }),
    refused("Principal.AWS[1]"),
  );
  itJudges(
    rule,
    "refuses anybody under a condition too",
    role,
    trusting({ ...trust, Principal: { AWS: "*" }, Condition: { StringEquals: { "sts:ExternalId": "1" } } }),
    refused("Principal.AWS"),
  );
  const org = { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } };
  const named = (arn: string) => ({ ArnLike: { "aws:PrincipalArn": arn } });
  itJudges(
    rule,
    "accepts a role in any account of the organization",
    role,
    trusting({ ...trust, Principal: "*", Condition: { ...org, ...named("arn:aws:iam::*:role/shop-deploy") } }),
    [],
  );
  itJudges(
    rule,
    "accepts a role of one account by its ARN",
    role,
    trusting({ ...trust, Principal: "*", Condition: named("arn:aws:iam::210987654321:role/shop-deploy") }),
    [],
  );
  for (const [title, condition] of [
    ["any role of the organization", org],
    ["a role of that name in any account", named("arn:aws:iam::*:role/shop-deploy")],
    ["roles without a name in the organization", { ...org, ...named("arn:aws:iam::*:role/*") }],
    [
      "an organization that the caller states",
      {
        StringEquals: { "aws:PrincipalOrgID": "$" + "{aws:PrincipalOrgID}" },
        ...named("arn:aws:iam::*:role/shop-deploy"),
      },
    ],
  ] as const) {
    itJudges(
      rule,
      `refuses ${title}`,
      role,
      trusting({ ...trust, Principal: "*", Condition: condition }),
      refused("Principal"),
    );
  }
  itJudges(
    rule,
    "refuses all principals but some",
    role,
    trusting({ ...trust, Principal: undefined, NotPrincipal: { AWS: "210987654321" } }),
    [mandatory(`${path}.NotPrincipal should give way to a Principal: it trusts all it does not name`)],
  );
  itJudges(rule, "accepts that anybody is denied", role, trusting({ ...trust, Effect: "Deny", Principal: "*" }), []);
  itJudges(rule, "accepts that there is no document", role, { assumeRolePolicy: undefined }, []);
  itJudges(rule, "refuses text that is no document", role, { assumeRolePolicy: "trust me" }, [
    mandatory("assumeRolePolicy should be a JSON policy document with a Statement"),
  ]);
  itJudges(rule, "cannot judge a document that is not known", role, { assumeRolePolicy: unknownText }, [
    unknownVerdict("assumeRolePolicy"),
  ]);
  itJudges(
    rule,
    "cannot judge a principal that is not known",
    role,
    {
      assumeRolePolicy: { Statement: [{ ...trust, Principal: { AWS: unknownText } }] },
    },
    [unknownVerdict(`${path}.Principal.AWS`)],
  );
});
