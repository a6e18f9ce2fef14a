import assert from "node:assert/strict";
import { codecommitApprovalPool } from "../../../../policy/rules/codecommit/approval-pool";
import { codecommitApprovalRuleAttached } from "../../../../policy/rules/codecommit/approval-rule-attached";
import { codecommitApprovalsMin2 } from "../../../../policy/rules/codecommit/approvals-min-2";
import { codecommitCmk } from "../../../../policy/rules/codecommit/cmk";
import { key } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import {
  advisory,
  judgeStack,
  notApplicable,
  type StackEntry,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const repository = {
  type: "aws:codecommit/repository:Repository",
  props: { repositoryName: "shop", kmsKeyId: key },
};

const member = "arn:aws:sts::123456789012:assumed-role/Reviewers/*";

function template(...statements: readonly object[]) {
  return {
    type: "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate",
    props: { name: "review", content: JSON.stringify({ Version: "2018-11-08", Statements: statements }) },
  };
}

function statement(changes: object = {}) {
  return { Type: "Approvers", NumberOfApprovalsNeeded: 2, ApprovalPoolMembers: [member], ...changes };
}

const noTemplate = [advisory("content should be a JSON approval rule with Statements")];

describe("codecommit-cmk", () => {
  const rule = codecommitCmk;
  const refused = [advisory("kmsKeyId should be the ARN of a customer managed KMS key")];

  itJudges(rule, "accepts a customer managed key", repository, {}, []);
  itJudges(rule, "accepts a key that is not known yet", repository, { kmsKeyId: unknownText }, []);
  for (const kmsKeyId of [undefined, "", "alias/aws/codecommit"]) {
    itJudges(rule, `refuses ${kmsKeyId}`, repository, { kmsKeyId }, refused);
  }
});

describe("codecommit-approvals-min-2", () => {
  const rule = codecommitApprovalsMin2;
  const refused = (index: number, count: number) => [
    advisory(`content.Statements[${index}].NumberOfApprovalsNeeded should be at least ${count}`),
  ];

  itJudges(rule, "accepts two", template(statement()), {}, []);
  itJudges(rule, "accepts a template given as an object", template(), { content: { Statements: [statement()] } }, []);
  itJudges(rule, "refuses one", template(statement({ NumberOfApprovalsNeeded: 1 })), {}, refused(0, 2));
  itJudges(rule, "refuses none", template(statement({ NumberOfApprovalsNeeded: undefined })), {}, refused(0, 2));
  itJudges(
    rule,
    "judges every statement",
    template(statement(), statement({ NumberOfApprovalsNeeded: 1 })),
    {},
    refused(1, 2),
  );
  itJudges(rule, "asks for what the configuration says", template(statement()), {}, refused(0, 3), { minApprovals: 3 });
  for (const content of ["{", "[]", '{"Statements":[]}', '{"Statements":["x"]}', undefined]) {
    itJudges(rule, `refuses ${content}`, template(), { content }, noTemplate);
  }
  itJudges(rule, "cannot judge a template that is not known", template(), { content: unknownText }, [
    unknownVerdict("content"),
  ]);
});

describe("codecommit-approval-pool", () => {
  const rule = codecommitApprovalPool;
  const path = "content.Statements[0].ApprovalPoolMembers";

  itJudges(rule, "accepts the sessions of a role", template(statement()), {}, []);
  itJudges(
    rule,
    "accepts a user of an account",
    template(
      statement({
        ApprovalPoolMembers: ["CodeCommitApprovers:123456789012:Mary"],
      }),
    ),
    {},
    [],
  );
  for (const ApprovalPoolMembers of [undefined, []]) {
    itJudges(rule, `refuses ${JSON.stringify(ApprovalPoolMembers)}`, template(statement({ ApprovalPoolMembers })), {}, [
      advisory(`${path} should name who may approve: absent is everybody`),
    ]);
  }
  for (const anybody of ["*", "CodeCommitApprovers:*", "CodeCommitApprovers:123456789012:*", ""]) {
    itJudges(rule, `refuses "${anybody}"`, template(statement({ ApprovalPoolMembers: [member, anybody] })), {}, [
      advisory(`${path}[1] should name a role or a user: this is everybody`),
    ]);
  }
  itJudges(rule, "refuses what is no template", template(), { content: "{" }, noTemplate);
  itJudges(
    rule,
    "cannot judge a member that is not known",
    template(),
    {
      content: { Statements: [statement({ ApprovalPoolMembers: [unknownText] })] },
    },
    [unknownVerdict(`${path}[0]`)],
  );
  itJudges(rule, "cannot judge a template that is not known", template(), { content: unknownText }, [
    unknownVerdict("content"),
  ]);
});

describe("codecommit-approval-rule-attached", () => {
  const shop: StackEntry = { name: "repository", ...repository };
  const association: StackEntry = {
    name: "association",
    type: "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
    props: { repositoryName: "shop", approvalRuleTemplateName: "review" },
  };
  const refused = [
    advisory("repositoryName should be in an ApprovalRuleTemplateAssociation: add one for it", "repository"),
  ];
  const itJudgesStack = (title: string, stack: readonly StackEntry[], expected: unknown) =>
    it(title, () => assert.deepEqual(judgeStack(codecommitApprovalRuleAttached, stack), expected));

  itJudgesStack("accepts a repository with a rule", [shop, association], []);
  itJudgesStack(
    "accepts a rule that takes the name from the repository",
    [shop, { ...association, props: { repositoryName: unknownText }, from: { repositoryName: ["repository"] } }],
    [],
  );
  itJudgesStack("refuses a repository without one", [shop], refused);
  itJudgesStack(
    "refuses a rule for another repository",
    [shop, { ...association, props: { repositoryName: "other" } }],
    refused,
  );
  itJudgesStack("has nothing to say about an empty stack", [], notApplicable);
});
