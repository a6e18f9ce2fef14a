import { document } from "../../support/cases";
import {
  account,
  allow,
  anyRole,
  deny,
  inline,
  itJudgesStack,
  project,
  refused,
  role,
  toService,
} from "../../support/escalation";
import { unknownText } from "../../support/judging";

/** Judges one inline policy of the role; what is refused is refused for its first statement. */
function itJudgesStatements(
  title: string,
  statements: readonly object[],
  ways?: string,
  place = "inline policy.Statement[0]",
) {
  itJudgesStack(title, [role, inline(...statements)], ways === undefined ? [] : refused(place, ways));
}

describe("iam-no-privilege-escalation", () => {
  const build = ["codebuild:CreateProject", "codebuild:StartBuild"];
  const buildWay = "iam:PassRole with codebuild:CreateProject with codebuild:StartBuild";

  itJudgesStatements("accepts a role that reads and starts what is named", [
    allow("s3:GetObject", "arn:aws:s3:::shop/*"),
    allow("codebuild:StartBuild", project),
  ]);
  for (const action of [
    "iam:CreateAccessKey",
    "iam:AttachRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "codebuild:StartBuild",
    "codebuild:ImportSourceCredentials",
    "codepipeline:UpdatePipeline",
    "lambda:UpdateFunctionCode",
    "ssm:SendCommand",
    "sts:AssumeRole",
  ]) {
    itJudgesStatements(`refuses ${action} on anything`, [allow(action)], action);
  }
  itJudgesStatements("refuses it on all of a type", [allow("iam:PutRolePolicy", anyRole)], "iam:PutRolePolicy");
  itJudgesStatements("accepts it on what is named", [allow("iam:PutRolePolicy", `arn:aws:iam::${account}:role/app-*`)]);
  itJudgesStatements(
    "refuses it on the role itself",
    [allow("iam:PutRolePolicy", `arn:aws:iam::${account}:role/ci/shop-*`)],
    "iam:PutRolePolicy",
  );
  itJudgesStatements("accepts it on roles of another path", [
    allow("iam:PutRolePolicy", `arn:aws:iam::${account}:role/app/*`),
  ]);
  itJudgesStack(
    "refuses it on the path of a role that AWS is to name",
    [
      { ...role, props: { ...role.props, name: unknownText } },
      {
        ...inline(allow("iam:PutRolePolicy", `arn:aws:iam::${account}:role/ci/*`)),
        from: { role: ["role"] },
      },
    ].map((entry) => (entry.name === "inline" ? { ...entry, props: { ...entry.props, role: unknownText } } : entry)),
    refused("inline policy.Statement[0]", "iam:PutRolePolicy"),
  );
  itJudgesStatements("accepts it within a permissions boundary", [
    allow("iam:PutRolePolicy", anyRole, {
      ArnEquals: { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/x" },
    }),
  ]);
  itJudgesStatements(
    "refuses it under a condition that narrows nothing",
    [allow("iam:PutRolePolicy", anyRole, { Bool: { "aws:MultiFactorAuthPresent": "true" } })],
    "iam:PutRolePolicy",
  );
  itJudgesStatements(
    "names three ways and counts the rest",
    [allow("iam:*User*")],
    "iam:AddUserToGroup; iam:AttachUserPolicy; iam:DeleteUserPermissionsBoundary; and 1 more",
  );
  itJudgesStatements(
    "counts what all actions but some include",
    [{ Effect: "Allow", NotAction: ["s3:*", "iam:*", "s*"], Resource: "*" }],
    "cloudformation:UpdateStack; cloudformation:UpdateStackSet; codebuild:ImportSourceCredentials; and 7 more",
  );
  itJudgesStatements("counts nothing that they leave out", [
    { Effect: "Allow", NotAction: ["lambda:*", "iam:*", "s*", "g*", "c*"], Resource: "*" },
  ]);
  itJudgesStatements(
    "refuses it on all but some",
    [{ Effect: "Allow", Action: "iam:PutRolePolicy", NotResource: `arn:aws:iam::${account}:role/app` }],
    "iam:PutRolePolicy",
  );
  itJudgesStatements(
    "names the first statement of several that each are enough",
    [allow("iam:PutRolePolicy", anyRole), allow("iam:PutRolePolicy")],
    "iam:PutRolePolicy",
  );
  itJudgesStatements("leaves commands on what runs none alone", [
    allow("ssm:SendCommand", `arn:aws:sns:eu-west-1:${account}:*`),
    allow("iam:PutRolePolicy", `arn:aws:ec2:eu-west-1:${account}:instance/*`),
  ]);
  itJudgesStatements("leaves resources of other services alone", [
    allow(["iam:PutRolePolicy", "s3:ListBucket"], ["arn:aws:s3:::*", `arn:aws:iam::${account}:role/app`]),
  ]);
  itJudgesStatements(
    "knows commands on any instance",
    [allow("ssm:SendCommand", `arn:aws:ec2:eu-west-1:${account}:instance/*`)],
    "ssm:SendCommand",
  );

  itJudgesStatements(
    "refuses any role passed to a build of one's own",
    [allow(["iam:PassRole", ...build])],
    `codebuild:StartBuild; ${buildWay}`,
  );
  itJudgesStatements(
    "refuses it on one project, for the role decides",
    [allow("iam:PassRole", anyRole), allow(build, project)],
    buildWay,
    "inline policy.Statement[0] and inline policy.Statement[1]",
  );
  itJudgesStatements("accepts a family of roles, which another rule is about", [
    allow("iam:PassRole", anyRole.replace("*", "app-*")),
    allow(build, project),
  ]);
  itJudgesStatements("accepts a role that is named", [
    allow("iam:PassRole", anyRole.replace("*", "app")),
    allow(build, project),
  ]);
  itJudgesStatements(
    "refuses any role for that service",
    [allow("iam:PassRole", "*", toService(["ec2.amazonaws.com", "codebuild.amazonaws.com"])), allow(build, project)],
    buildWay,
    "inline policy.Statement[0] and inline policy.Statement[1]",
  );
  itJudgesStatements("accepts any role for another service", [
    allow("iam:PassRole", "*", toService("ecs-tasks.amazonaws.com")),
    allow(build, project),
  ]);
  itJudgesStatements("accepts actions that never meet on one project", [
    allow("iam:PassRole", anyRole),
    allow("codebuild:CreateProject", project),
    allow("codebuild:StartBuild", `${project}-2`),
  ]);
  itJudgesStatements(
    "refuses patterns that meet",
    [
      allow("iam:PassRole", anyRole),
      allow("codebuild:CreateProject", project.replace("shop", "shop-d*")),
      allow("codebuild:StartBuild", project.replace("shop", "sho*")),
    ],
    buildWay,
    "inline policy.Statement[0] and inline policy.Statement[1] and inline policy.Statement[2]",
  );
  itJudgesStatements(
    "refuses any role passed to tasks, functions and stacks",
    [
      allow("iam:PassRole", anyRole),
      allow(["ecs:RegisterTaskDefinition", "ecs:RunTask"], `arn:aws:ecs:eu-west-1:${account}:task-definition/shop:*`),
    ],
    "iam:PassRole with ecs:RegisterTaskDefinition with ecs:RunTask",
    "inline policy.Statement[0] and inline policy.Statement[1]",
  );
  itJudgesStatements(
    "refuses actions that are of use together on resources of their own",
    [
      allow("iam:PassRole", anyRole),
      allow("ecs:RegisterTaskDefinition", `arn:aws:ecs:eu-west-1:${account}:task-definition/shop:*`),
      allow("ecs:CreateService", `arn:aws:ecs:eu-west-1:${account}:service/shop/shop`),
    ],
    "iam:PassRole with ecs:RegisterTaskDefinition with ecs:CreateService",
    "inline policy.Statement[0] and inline policy.Statement[1] and inline policy.Statement[2]",
  );
  itJudgesStatements(
    "refuses change sets of any stack, which has a role already",
    [allow(["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"])],
    "cloudformation:CreateChangeSet with cloudformation:ExecuteChangeSet",
  );
  itJudgesStatements("accepts change sets of one stack", [
    allow(
      ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
      `arn:aws:cloudformation:eu-west-1:${account}:stack/shop/*`,
    ),
  ]);

  itJudgesStatements("subtracts what is denied on this among others", [
    allow("iam:PutRolePolicy", anyRole),
    deny("iam:Put*", ["arn:aws:s3:::shop", "*"]),
  ]);
  itJudgesStatements("subtracts what is denied", [allow("iam:PutRolePolicy", anyRole), deny("iam:Put*", "*")]);
  itJudgesStatements(
    "does not subtract what is denied at times",
    [allow("iam:PutRolePolicy", anyRole), deny("iam:*", "*", { Bool: { "aws:SecureTransport": "false" } })],
    "iam:PutRolePolicy",
  );
  itJudgesStatements(
    "does not subtract what is denied for some",
    [allow("iam:PutRolePolicy", anyRole), deny("iam:*", `${anyRole}-admin`)],
    "iam:PutRolePolicy",
  );
  itJudgesStatements("leaves administrators to the rules about them", [
    allow("*"),
    allow("*", ["arn:aws:s3:::x", "*"]),
  ]);

  const trusting = (service: string) => ({
    ...role,
    props: {
      ...role.props,
      assumeRolePolicy: document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }),
    },
  });
  const approve = inline(
    allow("codepipeline:PutApprovalResult", `arn:aws:codepipeline:eu-west-1:${account}:shop/Deploy/Approve`),
  );
  itJudgesStack(
    "refuses that a build approves its own release",
    [trusting("codebuild.amazonaws.com"), approve],
    refused("inline policy.Statement[0]", "codepipeline:PutApprovalResult"),
  );
  itJudgesStack("accepts that others approve", [trusting("lambda.amazonaws.com"), approve], []);
});
