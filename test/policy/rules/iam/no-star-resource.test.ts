import { iamNoStarResource as rule } from "../../../../policy/rules/iam/no-star-resource";
import { itJudges, itJudgesStatement } from "../../support/cases";
import { advisory, mandatory, unknownText, unknownVerdict } from "../../support/judging";

const path = "policy.Statement[0]";
const start = { Effect: "Allow", Action: "codebuild:StartBuild", Resource: "*" };
const broken = "should give way to a Resource with the ARNs meant for";

describe("iam-no-star-resource", () => {
  itJudgesStatement(
    rule,
    "accepts named resources",
    { ...start, Resource: "arn:aws:codebuild:eu-west-1:123456789012:project/shop" },
    [],
  );
  itJudgesStatement(
    rule,
    "accepts a pattern within one account",
    { ...start, Resource: "arn:aws:codebuild:*:123456789012:project/*" },
    [],
  );
  itJudgesStatement(
    rule,
    "accepts keys of the account that an alias narrows",
    {
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "arn:aws:kms:eu-west-1:123456789012:key/*",
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop" } },
    },
    [],
  );
  itJudgesStatement(
    rule,
    "accepts * for actions that take no resource",
    { ...start, Action: ["ecr:GetAuthorizationToken", "s3:ListAllMyBuckets"] },
    [],
  );
  for (const resource of ["*", "arn:*", "arn*", "arn:aws:*:*", "arn:aws:codebuild:*:*:*", "arn:aws:s3:::*"]) {
    itJudgesStatement(rule, `refuses ${resource} for an action that can be scoped`, { ...start, Resource: resource }, [
      mandatory(`${path}.Resource ${broken} codebuild:StartBuild`),
    ]);
  }
  itJudgesStatement(
    rule,
    "refuses * under any condition",
    { ...start, Condition: { Bool: { "aws:SecureTransport": "true" } } },
    [mandatory(`${path}.Resource ${broken} codebuild:StartBuild`)],
  );
  itJudgesStatement(rule, "refuses * beside named resources", { ...start, Resource: ["arn:aws:s3:::shop", "*"] }, [
    mandatory(`${path}.Resource[1] ${broken} codebuild:StartBuild`),
  ]);
  itJudgesStatement(
    rule,
    "names three of the actions that a pattern means",
    { ...start, Action: ["ecr:GetAuthorizationToken", "ecr:*Layer*"] },
    [
      mandatory(
        `${path}.Resource ${broken} ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer, ecr:CompleteLayerUpload and 2 more`,
      ),
    ],
  );
  itJudgesStatement(
    rule,
    "refuses all resources but some",
    { ...start, Resource: undefined, NotResource: "arn:aws:s3:::shop" },
    [mandatory(`${path}.NotResource ${broken} codebuild:StartBuild`)],
  );
  itJudgesStatement(rule, "refuses all actions but some on *", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, [
    mandatory(
      `${path}.Resource should give way to a Resource with ARNs, for NotAction allows all that it does not name`,
    ),
  ]);
  itJudgesStatement(rule, "accepts that * is denied", { ...start, Effect: "Deny" }, []);
  itJudgesStatement(
    rule,
    "says when AWS's data does not know an action instead of claiming anything",
    { ...start, Action: ["codebuild:Madeup", "ecr:GetAuthorizationToken"] },
    [
      advisory(
        `${path}.Action[0] codebuild:Madeup is not in AWS's data of 2026-09-26 (0.21.202609261), so this rule cannot judge it: check its spelling, or the AWS page of the service`,
      ),
    ],
  );
  const policy = (statement: object) => ({
    type: "aws:iam/policy:Policy",
    props: { policy: { Statement: [statement] } },
  });
  itJudges(rule, "cannot judge a resource that is not known", policy({ ...start, Resource: unknownText }), {}, [
    unknownVerdict(`${path}.Resource`),
  ]);
  itJudges(rule, "cannot judge * for an action that is not known", policy({ ...start, Action: unknownText }), {}, [
    unknownVerdict(`${path}.Action`),
  ]);
});
