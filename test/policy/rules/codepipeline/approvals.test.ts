import { codepipelineApprovalBeforeProduction } from "../../../../policy/rules/codepipeline/approval-before-production";
import { codepipelineApprovalTimeout } from "../../../../policy/rules/codepipeline/approval-timeout";
import { codepipelineCfnChangeSet } from "../../../../policy/rules/codepipeline/cfn-change-set";
import { pipeline } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { advisory, mandatory, unknownList, unknownText, unknownVerdict } from "../../support/judging";
import { approval, build, pipelineOf, source, stackAction } from "../../support/pipelines";

describe("codepipeline-approval-before-production", () => {
  const rule = codepipelineApprovalBeforeProduction;
  const refused = (path: string) => [
    mandatory(`${path} changes production and should come after a manual approval: put one before it`),
  ];
  const deploy = stackAction("CREATE_UPDATE");

  itJudges(rule, "asks nothing of other environments", pipelineOf({ Source: [source], Deploy: [deploy] }), {}, []);
  itJudges(
    rule,
    "lets a change set of production be made before the approval, and not be executed",
    pipelineOf({ Review: [stackAction("CHANGE_SET_REPLACE")], Production: [stackAction("CHANGE_SET_EXECUTE")] }),
    {},
    refused("stages[1].actions[0]"),
  );
  itJudges(
    rule,
    "accepts an approval in an earlier stage",
    pipelineOf({ Approve: [approval], Prod: [deploy] }),
    {},
    [],
  );
  itJudges(
    rule,
    "accepts an approval at a smaller runOrder of the stage",
    pipelineOf({ Prod: [{ ...deploy, runOrder: 2 }, approval] }),
    {},
    [],
  );
  itJudges(rule, "refuses production without one", pipelineOf({ Source: [source], Production: [deploy] }), {}, [
    ...refused("stages[1].actions[0]"),
  ]);
  itJudges(
    rule,
    "refuses an approval that runs beside it, as both do by default",
    pipelineOf({ Prod: [approval, deploy] }),
    {},
    refused("stages[0].actions[1]"),
  );
  itJudges(
    rule,
    "refuses an approval that comes after it",
    pipelineOf({ Prod: [deploy], Approve: [approval] }),
    {},
    refused("stages[0].actions[0]"),
  );
  itJudges(
    rule,
    "refuses an approval in a stage that a condition skips",
    pipelineOf({ Approve: [approval], Prod: [deploy] }),
    { "stages[0].beforeEntry": { condition: { result: "SKIP", rules: [] } } },
    refused("stages[1].actions[0]"),
  );
  itJudges(
    rule,
    "accepts one in a stage that a condition fails",
    pipelineOf({ Approve: [approval], Prod: [deploy] }),
    { "stages[0].beforeEntry": { condition: { result: "FAIL", rules: [] } } },
    [],
  );
  for (const name of ["Prod", "live-eu", "ShopProduction", "shop_prod_2"]) {
    itJudges(
      rule,
      `knows ${name} for production`,
      pipelineOf({ [name]: [deploy] }),
      {},
      refused("stages[0].actions[0]"),
    );
  }
  for (const name of ["Product", "PreProd", "non-prod", "Delivery", "Staging"]) {
    itJudges(rule, `does not take ${name} for production`, pipelineOf({ [name]: [deploy] }), {}, []);
  }
  itJudges(
    rule,
    "knows an action for production's",
    pipelineOf({ Deploy: [{ ...deploy, name: "ProdStack" }] }),
    {},
    refused("stages[0].actions[0]"),
  );
  itJudges(
    rule,
    "knows a build in a stage named for production",
    pipelineOf({ Prod: [build("Terraform")] }),
    {},
    refused("stages[0].actions[0]"),
  );
  const production = { name: "shop-prod" };
  itJudges(
    rule,
    "knows a build that deploys in a pipeline named for production",
    pipelineOf({ Source: [source], Image: [build("Image")], DeployAll: [build("Infrastructure")] }, production),
    {},
    refused("stages[2].actions[0]"),
  );
  itJudges(
    rule,
    "lets a test run there",
    pipelineOf({ DeployTests: [{ ...build("Check"), category: "Test" }] }, production),
    {},
    [],
  );
  itJudges(
    rule,
    "takes the words of the configuration",
    pipelineOf({ Main: [deploy] }),
    {},
    refused("stages[0].actions[0]"),
    {
      productionWords: ["MAIN"],
    },
  );
  itJudges(rule, "and no others then", pipelineOf({ Prod: [deploy] }), {}, [], { productionWords: ["main"] });
  itJudges(
    rule,
    "cannot judge an approval of unknown order",
    pipelineOf({ Prod: [deploy, { ...approval, runOrder: unknownText }] }),
    {},
    [unknownVerdict("stages[0].actions[0]: whether an approval stands before it")],
  );
  itJudges(
    rule,
    "cannot judge what may be an approval",
    pipelineOf({ Approve: [{ ...approval, category: unknownText }], Prod: [deploy] }),
    {},
    [unknownVerdict("stages[1].actions[0]: whether an approval stands before it")],
  );
  itJudges(rule, "cannot judge what may deploy", pipelineOf({ Prod: [{ ...deploy, category: unknownText }] }), {}, [
    unknownVerdict("stages[0].actions[0].category"),
  ]);
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
  itJudges(rule, "has nothing to say without stages", pipeline, { stages: undefined }, []);
});

describe("codepipeline-approval-timeout", () => {
  const rule = codepipelineApprovalTimeout;
  const path = "stages[1].actions[0].timeoutInMinutes";
  const refused = (minutes: number) => [{ level: "disabled", text: `${path} should be at most ${minutes}: set it` }];

  itJudges(rule, "accepts an hour", pipeline, {}, []);
  itJudges(rule, "accepts a week", pipeline, { [path]: 10080 }, []);
  itJudges(rule, "refuses an approval that does not say", pipeline, { [path]: undefined }, refused(10080));
  itJudges(rule, "refuses more than a week", pipeline, { [path]: 10081 }, refused(10080));
  itJudges(rule, "refuses more than the configuration allows", pipeline, {}, refused(59), { maxMinutes: 59 });
  itJudges(rule, "cannot judge a timeout that is not known", pipeline, { [path]: unknownText }, [unknownVerdict(path)]);
  itJudges(
    rule,
    "cannot judge an action of unknown category",
    pipeline,
    {
      "stages[1].actions[0].category": unknownText,
    },
    [unknownVerdict("stages[1].actions[0].category")],
  );
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[1].actions": unknownList }, [
    unknownVerdict("stages[1].actions"),
  ]);
});

describe("codepipeline-cfn-change-set", () => {
  const rule = codepipelineCfnChangeSet;
  const path = (stage: number, action = 0) => `stages[${stage}].actions[${action}].configuration.ActionMode`;
  const direct = [advisory(`${path(0)} should be CHANGE_SET_REPLACE, then an approval, then CHANGE_SET_EXECUTE`)];
  const unseen = (place: string) => [
    advisory(`${place} should come after an approval that comes after the change set is made`),
  ];
  const make = stackAction("CHANGE_SET_REPLACE");
  const execute = stackAction("CHANGE_SET_EXECUTE");

  itJudges(rule, "asks nothing of other environments", pipelineOf({ Dev: [stackAction("CREATE_UPDATE")] }), {}, []);
  itJudges(
    rule,
    "accepts a change set that somebody approves",
    pipelineOf({ Prod: [make, { ...approval, runOrder: 2 }, { ...execute, runOrder: 3 }] }),
    {},
    [],
  );
  for (const mode of ["CREATE_UPDATE", "REPLACE_ON_FAILURE"]) {
    itJudges(rule, `refuses ${mode} in production`, pipelineOf({ Prod: [stackAction(mode)] }), {}, direct);
  }
  itJudges(
    rule,
    "refuses a change set that nobody looks at",
    pipelineOf({ Prod: [make, { ...execute, runOrder: 2 }] }),
    {},
    unseen(path(0, 1)),
  );
  itJudges(
    rule,
    "refuses an approval of what is not there yet",
    pipelineOf({ Approve: [approval], Prod: [make, { ...execute, runOrder: 2 }] }),
    {},
    unseen(path(1, 1)),
  );
  itJudges(rule, "accepts a change set that is made elsewhere", pipelineOf({ Prod: [execute] }), {}, []);
  itJudges(rule, "leaves deleting to another rule", pipelineOf({ Prod: [stackAction("DELETE_ONLY")] }), {}, []);
  itJudges(rule, "cannot judge a mode that is not known", pipelineOf({ Prod: [stackAction(unknownText)] }), {}, [
    unknownVerdict(path(0)),
  ]);
  itJudges(rule, "asks nothing of other providers", pipelineOf({ Prod: [build("Apply")] }), {}, []);
});
