import assert from "node:assert/strict";
import { iamMaxSession } from "../../../../policy/rules/iam/max-session";
import { iamNoAwsManagedPolicy } from "../../../../policy/rules/iam/no-aws-managed-policy";
import { iamNoInlinePolicy } from "../../../../policy/rules/iam/no-inline-policy";
import { iamNoUser } from "../../../../policy/rules/iam/no-user";
import { iamNoUserPolicy } from "../../../../policy/rules/iam/no-user-policy";
import { iamPermissionsBoundary } from "../../../../policy/rules/iam/permissions-boundary";
import { attachment, role } from "../../../fixtures/policy/resources";
import { document, itJudges } from "../../support/cases";
import {
  advisory,
  judgeResource,
  mandatory,
  notApplicable,
  remediated,
  unknownList,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const disabled = (text: string) => ({ level: "disabled", text });

describe("iam-no-aws-managed-policy", () => {
  const rule = iamNoAwsManagedPolicy;
  const managed = "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole";
  const refused = (place: string, policy: string) => [
    advisory(`${place} should name a policy of your own instead of AWS's ${policy}`),
  ];

  itJudges(rule, "accepts a policy of one's own", attachment, {}, []);
  itJudges(
    rule,
    "refuses AWS's, in any partition",
    attachment,
    { policyArn: "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" },
    refused("policyArn", "ReadOnlyAccess"),
  );
  itJudges(
    rule,
    "judges a role's list",
    role,
    { managedPolicyArns: [attachment.props.policyArn, managed] },
    refused("managedPolicyArns[1]", "service-role/AWSCodeDeployRole"),
  );
  itJudges(rule, "accepts what the configuration allows", attachment, { policyArn: managed }, [], {
    allowedPolicies: ["service-role/*"],
  });
  itJudges(
    rule,
    "leaves administrators to the rule about them",
    attachment,
    { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    [],
  );
  itJudges(rule, "accepts a role without policies", role, {}, []);
  itJudges(
    rule,
    "takes an ARN that is not known for one that the program makes",
    attachment,
    { policyArn: unknownText },
    [],
  );
});

describe("iam-no-user", () => {
  for (const [type, what] of [
    ["aws:iam/user:User", "user"],
    ["aws:iam/accessKey:AccessKey", "access key"],
    ["aws:iam/userLoginProfile:UserLoginProfile", "password"],
  ] as const) {
    itJudges(iamNoUser, `refuses a ${what}`, { type, props: { user: unknownText } }, {}, [
      mandatory(`the ${what} should give way to a role`),
    ]);
  }
  it("accepts a role", () => {
    assert.equal(judgeResource(iamNoUser, role.type, role.props), notApplicable);
  });
});

describe("iam-no-user-policy", () => {
  for (const type of ["aws:iam/userPolicy:UserPolicy", "aws:iam/userPolicyAttachment:UserPolicyAttachment"]) {
    itJudges(iamNoUserPolicy, `refuses ${type}`, { type, props: { user: unknownText } }, {}, [
      mandatory("user should give way to a role or a group"),
    ]);
  }
  it("accepts a policy of a role", () => {
    assert.equal(judgeResource(iamNoUserPolicy, attachment.type, attachment.props), notApplicable);
  });
});

describe("iam-permissions-boundary", () => {
  const rule = iamPermissionsBoundary;
  const boundary = "arn:aws:iam::123456789012:policy/limit";
  const config = { boundaries: ["arn:aws:iam::*:policy/limit"] };

  itJudges(rule, "accepts a boundary", role, { permissionsBoundary: boundary }, []);
  for (const absent of [undefined, ""]) {
    itJudges(
      rule,
      `refuses ${absent === undefined ? "no" : "an empty"} boundary`,
      role,
      { permissionsBoundary: absent },
      [disabled("permissionsBoundary should be the ARN of a policy that bounds the role")],
    );
  }
  itJudges(rule, "accepts a boundary that is not known", role, { permissionsBoundary: unknownText }, []);
  itJudges(rule, "accepts one that the configuration names", role, { permissionsBoundary: boundary }, [], config);
  itJudges(
    rule,
    "refuses another than the configuration names",
    role,
    { permissionsBoundary: `${boundary}-2` },
    [disabled("permissionsBoundary should be one of arn:aws:iam::*:policy/limit")],
    config,
  );
  itJudges(
    rule,
    "cannot tell whether the configuration names one that is not known",
    role,
    { permissionsBoundary: unknownText },
    [unknownVerdict("permissionsBoundary")],
    config,
  );
});

describe("iam-no-inline-policy", () => {
  const rule = iamNoInlinePolicy;
  const refused = (place: string) => [disabled(`${place} should give way to a managed policy`)];

  itJudges(rule, "accepts a role without inline policies", role, {}, []);
  itJudges(rule, "accepts a role that says that it has none", role, { inlinePolicies: [{}] }, []);
  itJudges(
    rule,
    "refuses those of a role",
    role,
    { inlinePolicies: [{ name: "a", policy: document() }] },
    refused("inlinePolicies[0]"),
  );
  itJudges(rule, "refuses those that are not known", role, { inlinePolicies: unknownList }, refused("inlinePolicies"));
  itJudges(
    rule,
    "refuses one beside the role",
    { type: "aws:iam/rolePolicy:RolePolicy", props: { policy: unknownText } },
    {},
    refused("policy"),
  );
});

describe("iam-max-session", () => {
  const rule = iamMaxSession;
  const refused = [advisory("maxSessionDuration should be at most 3600, in seconds")];
  const trusting = (principal: object) => document({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });

  itJudges(rule, "accepts AWS's default", role, {}, []);
  itJudges(rule, "accepts an hour", role, { maxSessionDuration: 3600 }, []);
  itJudges(rule, "refuses more", role, { maxSessionDuration: 3601 }, refused);
  itJudges(rule, "accepts a time that is not known", role, { maxSessionDuration: unknownText }, []);
  itJudges(rule, "accepts what the configuration allows", role, { maxSessionDuration: 7200 }, [], { maxSeconds: 7200 });
  itJudges(
    rule,
    "accepts a working day for people",
    role,
    { maxSessionDuration: 43200, assumeRolePolicy: trusting({ AWS: "arn:aws:iam::123456789012:role/admins" }) },
    [],
  );
  itJudges(
    rule,
    "refuses it for a workflow elsewhere",
    role,
    { maxSessionDuration: 43200, assumeRolePolicy: trusting({ Federated: "token.actions.githubusercontent.com" }) },
    refused,
  );
  itJudges(
    rule,
    "refuses it where trust is not known",
    role,
    { maxSessionDuration: 43200, assumeRolePolicy: unknownText },
    refused,
  );
  it("sets the longest that is allowed", async () => {
    assert.deepEqual(await remediated(rule, role.type, { ...role.props, maxSessionDuration: 43200 }), {
      ...role.props,
      maxSessionDuration: 3600,
    });
  });
});
