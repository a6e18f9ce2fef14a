import { document } from "../../support/cases";
import {
  account,
  allow,
  anyRole,
  entry,
  inline,
  itJudgesStack,
  refused,
  role,
  toService,
} from "../../support/escalation";
import { unknownObject, unknownText, unknownVerdict } from "../../support/judging";

describe("iam-no-privilege-escalation, over all policies of an identity", () => {
  const pass = allow("iam:PassRole", anyRole);
  const run = allow(
    ["lambda:CreateFunction", "lambda:InvokeFunction"],
    `arn:aws:lambda:eu-west-1:${account}:function:shop`,
  );
  const way = "iam:PassRole with lambda:CreateFunction with lambda:InvokeFunction";
  const policy = entry("managed", "policy:Policy", { name: "run", policy: document(run) });
  const attached = entry("attached", "rolePolicyAttachment:RolePolicyAttachment", {
    role: "shop-deploy",
    policyArn: `arn:aws:iam::${account}:policy/ci/run`,
  });
  const both = refused("inline policy.Statement[0] and managed policy.Statement[0]", way);

  itJudgesStack("accepts halves that nobody holds together", [role, inline(pass), policy], []);
  for (const policyArn of [`arn:aws:iam::${account}:policy/ci/other`, "arn:aws:iam::aws:policy/run"]) {
    itJudgesStack(
      `keeps ${policyArn} and a policy of the stack apart`,
      [role, inline(pass), policy, { ...attached, props: { role: "shop-deploy", policyArn } }],
      [],
    );
  }
  itJudgesStack(
    "joins an inline policy and one that is attached by name",
    [role, inline(pass), policy, attached],
    both,
  );
  itJudgesStack(
    "keeps roles apart, and users of the same name",
    [
      role,
      inline(pass),
      entry("other", "role:Role", { name: "shop-test" }),
      entry("others", "rolePolicy:RolePolicy", { role: "shop-test", policy: document(run) }),
      entry("user", "user:User", { name: "shop-deploy" }),
      entry("users", "userPolicy:UserPolicy", { user: "shop-deploy", policy: document(run) }),
    ],
    [],
  );
  itJudgesStack(
    "follows what is not known to where it comes from",
    [
      entry("role", "role:Role", { name: unknownText }),
      entry("inline", "rolePolicy:RolePolicy", { role: unknownText, policy: document(pass) }, { role: ["role"] }),
      policy,
      entry(
        "attached",
        "policyAttachment:PolicyAttachment",
        { roles: [unknownText], policyArn: unknownText },
        { roles: ["role"], policyArn: ["managed"] },
      ),
    ],
    both,
  );
  itJudgesStack(
    "joins what a role lists itself",
    [
      {
        ...role,
        props: {
          ...role.props,
          inlinePolicies: [{ name: "a", policy: document(pass) }],
          managedPolicyArns: [attached.props.policyArn],
        },
      },
      policy,
    ],
    refused("inlinePolicies[0].policy.Statement[0] and managed policy.Statement[0]", way),
  );
  itJudgesStack(
    "joins what an exclusive list attaches to a role that the stack does not make",
    [
      inline(pass),
      policy,
      entry("list", "rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", {
        roleName: "shop-deploy",
        policyArns: [attached.props.policyArn],
      }),
    ],
    refused("policy.Statement[0] and managed policy.Statement[0]", way, "inline"),
  );
  itJudgesStack(
    "joins policies of users and of groups, each among themselves",
    [
      entry("user", "user:User", { name: "ci" }),
      entry("own", "userPolicy:UserPolicy", { user: "ci", policy: document(pass, run) }),
      entry("half", "groupPolicy:GroupPolicy", { group: "ci", policy: document(pass) }),
    ],
    refused("own policy.Statement[0] and own policy.Statement[1]", way, "user"),
  );
  itJudgesStack(
    "knows what AWS's own policies allow",
    [
      role,
      entry("attached", "rolePolicyAttachment:RolePolicyAttachment", {
        role: "shop-deploy",
        policyArn: "arn:aws:iam::aws:policy/AWSCodeBuildDeveloperAccess",
      }),
    ],
    refused("attached policyArn.Statement[0]", "codebuild:StartBuild; codebuild:StartBuildBatch"),
  );
  itJudgesStack(
    "judges a policy that nothing attaches",
    [entry("alone", "policy:Policy", { policy: document(pass, run) })],
    refused("policy.Statement[0] and policy.Statement[1]", way, "alone"),
  );
  itJudgesStack(
    "keeps policies apart whose roles are not known",
    [
      entry("a", "rolePolicy:RolePolicy", { role: unknownText, policy: document(pass) }),
      entry("b", "rolePolicy:RolePolicy", { role: unknownText, policy: document(run) }),
    ],
    [],
  );
  itJudgesStack(
    "takes lists that AWS fills in for none",
    [{ ...role, props: { ...role.props, inlinePolicies: unknownText, managedPolicyArns: unknownText } }],
    [],
  );

  itJudgesStack(
    "cannot judge a document that is not known",
    [role, { ...inline(), props: { role: "shop-deploy", policy: unknownText } }],
    [unknownVerdict("inline policy", "role")],
  );
  itJudgesStack(
    "leaves malformed documents to the rule about them",
    [role, { ...inline(), props: { role: "shop-deploy", policy: "{" } }],
    [],
  );
  for (const [title, statement] of [
    ["an action", allow([unknownText])],
    ["a resource", allow("iam:PutRolePolicy", unknownText)],
    ["a condition", allow("iam:PutRolePolicy", anyRole, { StringEquals: unknownObject })],
  ] as const) {
    itJudgesStack(
      `cannot judge ${title} that is not known`,
      [role, inline(statement)],
      [unknownVerdict("inline policy.Statement[0]", "role")],
    );
  }
  for (const [title, first] of [
    ["role", allow("iam:PassRole", unknownText)],
    [
      "service",
      allow("iam:PassRole", "*", { ...toService(unknownText), Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    ],
    ["condition", allow("iam:PassRole", "*", { StringEquals: unknownObject })],
  ] as const) {
    itJudgesStack(
      `cannot judge a ${title} that is not known where a role is passed`,
      [role, inline(first, run)],
      [unknownVerdict("inline policy.Statement[0] and inline policy.Statement[1]", "role")],
    );
  }
  itJudgesStack(
    "need not know a resource of what lets nobody gain rights",
    [role, inline(allow("s3:GetObject", unknownText))],
    [],
  );
});
