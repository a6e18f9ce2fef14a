import { iamNoAdminManagedPolicy as rule } from "../../../../policy/rules/iam/no-admin-managed-policy";
import { attachment, role } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownList, unknownText } from "../../support/judging";

function refused(path: string, policy: string) {
  return [mandatory(`${path} should name a policy with fewer rights than ${policy}`)];
}

describe("iam-no-admin-managed-policy", () => {
  itJudges(rule, "accepts a policy of the customer", attachment, {}, []);
  itJudges(
    rule,
    "accepts another policy of AWS",
    attachment,
    { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    [],
  );
  itJudges(
    rule,
    "accepts a customer's policy of the same name",
    attachment,
    {
      policyArn: "arn:aws:iam::123456789012:policy/AdministratorAccess",
    },
    [],
  );
  for (const policy of ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"]) {
    for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
      itJudges(
        rule,
        `refuses ${policy} of ${partition}`,
        attachment,
        {
          policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
        },
        refused("policyArn", policy),
      );
    }
  }
  const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
  for (const type of [
    "policyAttachment:PolicyAttachment",
    "userPolicyAttachment:UserPolicyAttachment",
    "groupPolicyAttachment:GroupPolicyAttachment",
  ]) {
    itJudges(
      rule,
      `judges ${type}`,
      { type: `aws:iam/${type}`, props: { policyArn: administrator } },
      {},
      refused("policyArn", "AdministratorAccess"),
    );
  }
  for (const who of ["role", "user", "group"]) {
    const name = `PolicyAttachmentsExclusive`;
    const type = `aws:iam/${who}${name}:${who.charAt(0).toUpperCase()}${who.slice(1)}${name}`;
    itJudges(
      rule,
      `judges the exclusive attachments of a ${who}`,
      { type, props: { policyArns: ["x", administrator] } },
      {},
      refused("policyArns[1]", "AdministratorAccess"),
    );
  }
  itJudges(
    rule,
    "judges the managed policies of a role",
    role,
    { managedPolicyArns: [administrator] },
    refused("managedPolicyArns[0]", "AdministratorAccess"),
  );
  itJudges(rule, "accepts a role without managed policies", role, {}, []);
  itJudges(
    rule,
    "accepts a policy that is not known yet, for the program makes it",
    attachment,
    { policyArn: unknownText },
    [],
  );
  itJudges(rule, "accepts a list that is not known yet", role, { managedPolicyArns: unknownList }, []);
});
