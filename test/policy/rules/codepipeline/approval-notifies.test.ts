import { codepipelineApprovalNotifies as rule } from "../../../../policy/rules/codepipeline/approval-notifies";
import { pipeline } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { advisory, unknownList, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const refused = [
  advisory(
    "stages[1].actions[0].configuration.NotificationArn should be the ARN of an SNS topic that the approvers follow",
  ),
];

describe("codepipeline-approval-notifies", () => {
  itJudges(rule, "accepts an approval that notifies", pipeline, {}, []);
  itJudges(
    rule,
    "accepts a topic that is not known yet",
    pipeline,
    {
      "stages[1].actions[0].configuration.NotificationArn": unknownText,
    },
    [],
  );
  itJudges(
    rule,
    "accepts a configuration that is not known yet",
    pipeline,
    {
      "stages[1].actions[0].configuration": unknownObject,
    },
    [],
  );
  itJudges(
    rule,
    "refuses an approval that notifies nobody",
    pipeline,
    {
      "stages[1].actions[0].configuration": {},
    },
    refused,
  );
  itJudges(
    rule,
    "refuses an approval without configuration",
    pipeline,
    {
      "stages[1].actions[0].configuration": undefined,
    },
    refused,
  );
  itJudges(
    rule,
    "refuses an empty topic",
    pipeline,
    {
      "stages[1].actions[0].configuration.NotificationArn": "",
    },
    refused,
  );
  itJudges(rule, "accepts a pipeline without stages", pipeline, { stages: undefined }, []);
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
  itJudges(rule, "cannot judge stages that are not known", pipeline, { stages: unknownList }, [
    unknownVerdict("stages.actions"),
  ]);
  itJudges(
    rule,
    "cannot judge an action whose category is not known",
    pipeline,
    {
      "stages[0].actions[0].category": unknownText,
    },
    [unknownVerdict("stages[0].actions[0].category")],
  );
});
