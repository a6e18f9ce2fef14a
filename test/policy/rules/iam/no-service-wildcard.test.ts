import { iamNoServiceWildcard as rule } from "../../../../policy/rules/iam/no-service-wildcard";
import { itJudges, itJudgesStatement } from "../../support/cases";
import { mandatory, unknownText, unknownVerdict } from "../../support/judging";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };
const path = "policy.Statement[0].Action";

function refused(pattern: string) {
  return [mandatory(`${path} should name the actions that are needed: ${pattern} is all of a service`)];
}

describe("iam-no-service-wildcard", () => {
  itJudgesStatement(rule, "accepts named actions", allow, []);
  itJudgesStatement(rule, "accepts a pattern for a part of a service", { ...allow, Action: "s3:Get*" }, []);
  for (const pattern of ["s3:*", "S3:*", "s3:?*", "s3:**", "iam:*", "madeup:*"]) {
    itJudgesStatement(rule, `refuses ${pattern}`, { ...allow, Action: pattern }, refused(pattern));
  }
  itJudgesStatement(
    rule,
    "refuses a pattern that is all of a service without saying so",
    { ...allow, Action: "ec2messages:*e*" },
    refused("ec2messages:*e*"),
  );
  itJudgesStatement(
    rule,
    "refuses a pattern that is all of one service among several",
    { ...allow, Action: "ec2*:*e*" },
    refused("ec2*:*e*"),
  );
  itJudgesStatement(
    rule,
    "accepts reading all of a service that only reads",
    { ...allow, Action: "sustainability:Get*" },
    [],
  );
  itJudgesStatement(rule, "leaves every action of AWS to another rule", { ...allow, Action: "*" }, []);
  itJudgesStatement(rule, "accepts that a service is denied", { ...allow, Effect: "Deny", Action: "s3:*" }, []);
  itJudges(
    rule,
    "cannot judge an action that is not known",
    {
      type: "aws:iam/policy:Policy",
      props: { policy: { Statement: [{ ...allow, Action: unknownText }] } },
    },
    {},
    [unknownVerdict(path)],
  );
});
