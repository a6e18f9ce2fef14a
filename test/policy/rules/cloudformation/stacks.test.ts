import { cfnStackNotifications } from "../../../../policy/rules/cloudformation/stack-notifications";
import { cfnStackRole } from "../../../../policy/rules/cloudformation/stack-role";
import { itJudges } from "../../support/cases";
import { advisory, unknownList, unknownText } from "../../support/judging";

const stack = {
  type: "aws:cloudformation/stack:Stack",
  props: {
    iamRoleArn: "arn:aws:iam::123456789012:role/shop-stack",
    notificationArns: ["arn:aws:sns:eu-west-1:123456789012:shop"],
  },
};

describe("cfn-stack-notifications", () => {
  const refused = [advisory("notificationArns should name the SNS topic that hears of the stack's events")];

  itJudges(cfnStackNotifications, "accepts a topic", stack, {}, []);
  itJudges(cfnStackNotifications, "accepts topics that are not known", stack, { notificationArns: unknownList }, []);
  itJudges(cfnStackNotifications, "accepts a topic that is not known", stack, { notificationArns: [unknownText] }, []);
  itJudges(cfnStackNotifications, "refuses an empty list", stack, { notificationArns: [] }, refused);
  itJudges(cfnStackNotifications, "refuses none", stack, { notificationArns: undefined }, refused);
});

describe("cfn-stack-role", () => {
  const refused = [advisory("iamRoleArn should be the ARN of a role that CloudFormation assumes")];

  itJudges(cfnStackRole, "accepts a role", stack, {}, []);
  itJudges(cfnStackRole, "accepts a role that is not known", stack, { iamRoleArn: unknownText }, []);
  itJudges(cfnStackRole, "refuses an empty name", stack, { iamRoleArn: "" }, refused);
  itJudges(cfnStackRole, "refuses none", stack, { iamRoleArn: undefined }, refused);
});
