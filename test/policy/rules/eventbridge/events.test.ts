import assert from "node:assert/strict";
import { eventsBusNoPublicPolicy } from "../../../../policy/rules/eventbridge/bus-no-public-policy";
import { eventsTargetDlq } from "../../../../policy/rules/eventbridge/target-dlq";
import { eventsTargetRoleScoped } from "../../../../policy/rules/eventbridge/target-role-scoped";
import { document, itJudges } from "../../support/cases";
import {
  advisory,
  judgeStack,
  mandatory,
  type StackEntry,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const region = "eu-west-1:123456789012";

describe("events-bus-no-public-policy", () => {
  const rule = eventsBusNoPublicPolicy;
  const bus = (statement: object) => ({
    type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    props: {
      policy: document({
        Effect: "Allow",
        Action: "events:PutEvents",
        Resource: `arn:aws:events:${region}:event-bus/shop`,
        ...statement,
      }),
    },
  });
  const permission = {
    type: "aws:cloudwatch/eventPermission:EventPermission",
    props: { principal: "123456789012", statementId: "shop" },
  };
  const organization = { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-1234567890" };
  const refused = [mandatory("principal should be an account, or condition name the organization: * is anyone")];
  const busRefused = (place: string) => [
    mandatory(
      `policy.Statement[0].${place} should name its principals, or Condition the account, organization or source: * is anyone`,
    ),
  ];

  itJudges(rule, "accepts an account", bus({ Principal: { AWS: "123456789012" } }), {}, []);
  itJudges(rule, "refuses anybody", bus({ Principal: "*" }), {}, busRefused("Principal"));
  itJudges(rule, "refuses any AWS account", bus({ Principal: { AWS: "*" } }), {}, busRefused("Principal.AWS"));
  itJudges(
    rule,
    "accepts anybody of an organization",
    bus({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } } }),
    {},
    [],
  );
  itJudges(
    rule,
    "refuses anybody under a condition that narrows nothing",
    bus({ Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    {},
    busRefused("Principal"),
  );
  itJudges(rule, "cannot judge a policy that is not known", bus({}), { policy: unknownText }, [
    unknownVerdict("policy"),
  ]);

  itJudges(rule, "accepts a permission for an account", permission, {}, []);
  itJudges(rule, "refuses a permission for anybody", permission, { principal: "*" }, refused);
  itJudges(rule, "accepts one for an organization", permission, { principal: "*", condition: organization }, []);
  for (const value of ["", "*", undefined]) {
    itJudges(
      rule,
      `refuses one for the organization "${value}"`,
      permission,
      { principal: "*", condition: { ...organization, value } },
      refused,
    );
  }
  itJudges(rule, "cannot judge a principal that is not known", permission, { principal: unknownText }, [
    unknownVerdict("principal"),
  ]);
  itJudges(
    rule,
    "cannot judge a condition that is not known",
    permission,
    { principal: "*", condition: unknownObject },
    [unknownVerdict("condition")],
  );
});

const pipelineArn = `arn:aws:codepipeline:${region}:shop`;
const target: StackEntry = {
  name: "target",
  type: "aws:cloudwatch/eventTarget:EventTarget",
  props: {
    arn: pipelineArn,
    roleArn: "arn:aws:iam::123456789012:role/events/shop-start",
    deadLetterConfig: { arn: unknownText },
  },
};

describe("events-target-dlq", () => {
  const refused = [
    {
      level: "disabled",
      text: "deadLetterConfig.arn should be the ARN of a queue for events that cannot be delivered",
    },
  ];
  itJudges(eventsTargetDlq, "accepts a queue, known or not", target, {}, []);
  itJudges(
    eventsTargetDlq,
    "accepts a configuration that is not known",
    target,
    { deadLetterConfig: unknownObject },
    [],
  );
  itJudges(eventsTargetDlq, "refuses none", target, { deadLetterConfig: undefined }, refused);
  itJudges(eventsTargetDlq, "refuses an empty one", target, { "deadLetterConfig.arn": "" }, refused);
});

describe("events-target-role-scoped", () => {
  const start = { Effect: "Allow", Action: "codepipeline:StartPipelineExecution", Resource: pipelineArn };
  const role: StackEntry = { name: "role", type: "aws:iam/role:Role", props: { name: "shop-start" } };
  const pipeline: StackEntry = {
    name: "pipeline",
    type: "aws:codepipeline/pipeline:Pipeline",
    props: { name: "shop" },
  };
  const inline = (...statements: readonly object[]): StackEntry => ({
    name: "inline",
    type: "aws:iam/rolePolicy:RolePolicy",
    props: { role: "shop-start", policy: document(...statements) },
  });
  const objects = (statement: object): StackEntry => ({
    ...inline(),
    props: { role: "shop-start", policy: { Statement: [statement] } },
  });
  const noStart = (place: string, urn = "inline") =>
    advisory(`policy.Statement[0].${place} should be codepipeline:StartPipelineExecution`, urn);
  const notThere = (place: string, urn = "inline") =>
    advisory(`policy.Statement[0].${place} should be the ARN of the pipeline that is started`, urn);
  const unknownTarget: StackEntry = {
    ...target,
    props: { arn: unknownText, roleArn: unknownText },
    from: { arn: ["pipeline"], roleArn: ["role"] },
  };

  const cases: readonly [title: string, stack: readonly StackEntry[], expected: readonly object[]][] = [
    ["accepts starting that pipeline", [role, inline(start), target], []],
    ["accepts what is denied", [role, inline(start, { ...start, Effect: "Deny", Resource: "*" }), target], []],
    [
      "refuses another action",
      [role, inline({ ...start, Action: [start.Action, "codepipeline:StopPipelineExecution"] }), target],
      [noStart("Action[1]")],
    ],
    [
      "refuses a pattern of actions",
      [role, inline({ ...start, Action: "codepipeline:Start*" }), target],
      [noStart("Action")],
    ],
    [
      "refuses all actions but some on all resources but some",
      [role, inline({ Effect: "Allow", NotAction: "iam:*", NotResource: pipelineArn }), target],
      [noStart("NotAction"), notThere("NotResource")],
    ],
    ["refuses every pipeline", [role, inline({ ...start, Resource: "*" }), target], [notThere("Resource")]],
    [
      "refuses another pipeline",
      [role, inline({ ...start, Resource: [pipelineArn, `${pipelineArn}-2`] }), target],
      [notThere("Resource[1]")],
    ],
    ["judges a role that the stack does not make", [inline({ ...start, Action: "*" }), target], [noStart("Action")]],
    [
      "leaves other roles alone",
      [
        {
          ...inline({ ...start, Action: "*" }),
          props: { role: "shop-other", policy: document({ ...start, Action: "*" }) },
        },
        target,
      ],
      [],
    ],
    [
      "leaves targets that are no pipelines alone",
      [
        role,
        inline({ ...start, Action: "*" }),
        { ...target, props: { ...target.props, arn: `arn:aws:sns:${region}:shop` } },
      ],
      [],
    ],
    [
      "follows a role and a pipeline that are not known to where they come from",
      [
        { ...role, props: { arn: unknownText } },
        pipeline,
        {
          ...objects({ ...start, Action: "*" }),
          props: { role: unknownText, policy: document({ ...start, Action: "*" }) },
          from: { role: ["role"] },
        },
        unknownTarget,
      ],
      [noStart("Action")],
    ],
    ["accepts the pipeline by its name while its ARN is not known", [role, pipeline, inline(start), unknownTarget], []],
    [
      "refuses another one by its name",
      [role, pipeline, inline({ ...start, Resource: `${pipelineArn}-2` }), unknownTarget],
      [notThere("Resource")],
    ],
    [
      "refuses a pattern that ends in the name",
      [role, pipeline, inline({ ...start, Resource: "arn:aws:codepipeline:*:*:shop" }), unknownTarget],
      [notThere("Resource")],
    ],
    [
      "judges attached policies",
      [
        role,
        {
          name: "policy",
          type: "aws:iam/policy:Policy",
          props: { name: "start", policy: document({ ...start, Action: "*" }) },
        },
        {
          name: "attachment",
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          props: { role: "shop-start", policyArn: "arn:aws:iam::123456789012:policy/start" },
        },
        target,
      ],
      [noStart("Action", "policy")],
    ],
    [
      "cannot judge actions and resources that are not known",
      [role, objects({ ...start, Action: unknownText, Resource: unknownText }), target],
      [
        unknownVerdict("policy.Statement[0].Action", "inline"),
        unknownVerdict("policy.Statement[0].Resource", "inline"),
      ],
    ],
    [
      "cannot compare with a pipeline that nothing is known of",
      [role, inline(start), { ...pipeline, props: {} }, unknownTarget],
      [unknownVerdict("policy.Statement[0].Resource", "inline")],
    ],
    [
      "refuses every pipeline all the same",
      [role, inline({ ...start, Resource: "*" }), { ...pipeline, props: {} }, unknownTarget],
      [notThere("Resource")],
    ],
  ];
  for (const [title, stack, expected] of cases) {
    it(title, () => assert.deepEqual(judgeStack(eventsTargetRoleScoped, stack), expected));
  }
});
