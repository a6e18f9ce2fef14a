import { iamTrustConfusedDeputy as rule } from "../../../../policy/rules/iam/trust-confused-deputy";
import { role } from "../../../fixtures/policy/resources";
import { document, itJudges } from "../../support/cases";
import { advisory, mandatory, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const path = "assumeRolePolicy.Statement[0].Condition";
const refused = [
  mandatory(
    `${path} should require aws:SourceAccount, or an aws:SourceArn that names the account: see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html`,
  ),
];

function trusting(condition: object | undefined, principal: object | string = { Service: "codebuild.amazonaws.com" }) {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", Condition: condition };
}

function itJudgesTrust(title: string, statement: object, expected: Parameters<typeof itJudges>[4], config?: object) {
  itJudges(rule, title, role, { assumeRolePolicy: document(statement) }, expected, config);
}

describe("iam-trust-confused-deputy", () => {
  itJudges(rule, "accepts a service acting for this account", role, {}, []);
  itJudgesTrust(
    "accepts an ARN in this account",
    trusting({ ArnLike: { "aws:SourceArn": "arn:aws:codebuild:*:123456789012:project/*" } }),
    [],
  );
  itJudgesTrust(
    "accepts a bucket's ARN, which has no account",
    trusting({ ArnEquals: { "AWS:SourceArn": "arn:aws:s3:::shop" } }),
    [],
  );
  itJudgesTrust("accepts the organization", trusting({ StringEquals: { "aws:SourceOrgID": "o-1234567890" } }), []);
  itJudgesTrust("refuses a service without a condition", trusting(undefined), refused);
  itJudgesTrust(
    "refuses a condition on something else",
    trusting({ StringEquals: { "aws:PrincipalTag/team": "x" } }),
    refused,
  );
  itJudgesTrust(
    "refuses an ARN in any account",
    trusting({ ArnLike: { "aws:SourceArn": "arn:aws:codebuild:*:*:project/shop" } }),
    refused,
  );
  itJudgesTrust("refuses an ARN of any bucket", trusting({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }), refused);
  itJudgesTrust(
    "refuses an ARN that ends before the account",
    trusting({ ArnLike: { "aws:SourceArn": "arn:aws:codebuild:*" } }),
    refused,
  );
  itJudgesTrust("refuses any account", trusting({ StringLike: { "aws:SourceAccount": "*" } }), refused);
  itJudgesTrust(
    "refuses any account beside this one",
    trusting({ StringLike: { "aws:SourceAccount": ["123456789012", "*"] } }),
    refused,
  );
  itJudgesTrust("refuses no account at all", trusting({ StringEquals: { "aws:SourceAccount": [] } }), refused);
  itJudgesTrust(
    "refuses a comparison that holds without the key",
    trusting({ StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } }),
    refused,
  );
  itJudgesTrust(
    "judges each service of a list",
    trusting(undefined, { Service: ["ec2.amazonaws.com", "codebuild.amazonaws.com"] }),
    refused,
  );
  for (const [service, page] of [
    ["events", "eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html"],
    ["eks", "eks/latest/userguide/cross-service-confused-deputy-prevention.html"],
    ["monitoring.rds", "AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html"],
  ]) {
    itJudgesTrust(
      `advises where another page than the set-up of ${service} has the condition`,
      trusting(undefined, { Service: `${service}.amazonaws.com` }),
      [
        advisory(
          `${path} should require aws:SourceAccount, or an aws:SourceArn that names the account: see https://docs.aws.amazon.com/${page}`,
        ),
      ],
    );
  }
  // The trust policies of AWS's own pages for these services have no condition.
  for (const service of [
    "ec2",
    "lambda",
    "edgelambda",
    "pods.eks",
    "apigateway",
    "application-autoscaling",
    "backup",
    "cloudformation",
    "cloudtrail",
    "codedeploy",
    "elastictranscoder",
    "glue",
  ]) {
    itJudgesTrust(
      `accepts ${service} without a source`,
      trusting(undefined, { Service: `${service}.amazonaws.com` }),
      [],
    );
  }
  itJudgesTrust(
    "knows services in China's partition",
    trusting(undefined, { Service: "codebuild.amazonaws.com.cn" }),
    refused,
  );
  itJudgesTrust("exempts services of the configuration", trusting(undefined), [], {
    exemptServices: ["codebuild.amazonaws.com"],
  });
  itJudgesTrust(
    "leaves principals that are no services alone",
    trusting(undefined, { AWS: "arn:aws:iam::123456789012:role/ci" }),
    [],
  );
  itJudgesTrust("leaves what is denied alone", { ...trusting(undefined), Effect: "Deny" }, []);

  const asObject = (statement: object) => ({ assumeRolePolicy: { Statement: [statement] } });
  itJudges(
    rule,
    "cannot judge an account that is not known",
    role,
    asObject(trusting({ StringEquals: { "aws:SourceAccount": unknownText } })),
    [unknownVerdict(path)],
  );
  itJudges(
    rule,
    "cannot judge a condition that is not known",
    role,
    asObject(trusting({ StringEquals: unknownObject })),
    [unknownVerdict(path)],
  );
  itJudges(
    rule,
    "cannot judge a service that is not known",
    role,
    asObject(trusting(undefined, { Service: unknownText })),
    [unknownVerdict(path)],
  );
  itJudges(rule, "cannot judge a document that is not known", role, { assumeRolePolicy: unknownText }, [
    unknownVerdict("assumeRolePolicy"),
  ]);
});
