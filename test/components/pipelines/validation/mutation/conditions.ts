import { findRuleType } from "../../../../../components/actions/rules/catalogue";
import { executionId } from "../../../../../components/pipelines/definition/variable-reference";
import { ruleOf, type WrittenRule } from "../../../../support/arbitrary-conditions";
import { sampleRules } from "../../../../support/sample-rules";
import { addStage, approval, build, type Draft, type Mutations, sourceArtifact } from "./mutation";

type Sample = (typeof sampleRules)[number];

function placed(sample: Sample, draft: Draft): WrittenRule {
  const there = { files: [sourceArtifact(draft)], clones: [], references: [executionId] };
  const seed = { sample: 0, word: "Rule", first: 0, inputs: 0, reference: 0, region: undefined };
  return ruleOf({ ...seed, timeoutInMinutes: undefined }, [sample], sample.provider, there);
}

function check(name = "Check"): object {
  const configuration = { Variable: executionId, Operator: "EQ", Value: "1" };
  return { name, provider: "VariableCheck", configuration };
}

function ask(changes: object): object {
  return { name: "Ask", provider: "LambdaInvoke", configuration: { FunctionName: "shop-quiet" }, ...changes };
}

function checks(count: number): object[] {
  return Array.from({ length: count }, (_, index) => check(`Check${index}`));
}

/** Adds a stage with a condition, and says where that is. */
function conditional(draft: Draft, kind: string, condition: object): string {
  return `${addStage(draft, [approval()], { [kind]: condition })}.${kind}`;
}

/** Where the pipeline rolls back. */
function rollbacks({ stages }: Draft): string[] {
  return stages.flatMap((stage, index) =>
    ["onSuccess", "onFailure"]
      .filter((kind) => JSON.stringify(stage[kind] ?? {}).includes('"result":"ROLLBACK"'))
      .map((kind) => `stages[${index}].${kind}.result`),
  );
}

const neverSkip: Mutations = Object.fromEntries(
  sampleRules
    .filter(({ provider }) => findRuleType(provider)?.canSkipStage === false)
    .map((sample) => [
      `a stage that is skipped by a rule of ${sample.provider}`,
      (draft) => {
        const rules = [check(), placed(sample, draft)];
        return `${conditional(draft, "beforeEntry", { result: "SKIP", rules })}.rules[1].provider`;
      },
    ]),
);

/** Conditions that AWS takes in no stage, or not in this one. */
export const conditions: Mutations = {
  ...neverSkip,
  "a rollback where executions run in parallel": (draft) => {
    draft.executionMode = "PARALLEL";
    conditional(draft, "onFailure", { result: "ROLLBACK" });
    return rollbacks(draft);
  },
  "a rollback of the source stage": (draft, at) => {
    draft.executionMode = "QUEUED";
    const kind = at % 2 === 0 ? "onSuccess" : "onFailure";
    draft.stages = draft.stages.map((stage, index) =>
      index === 0 ? { ...stage, [kind]: { result: "ROLLBACK", rules: [check()] } } : stage,
    );
    return `stages[0].${kind}.result`;
  },
  "rules beside a retry": (draft) => `${conditional(draft, "onFailure", { result: "RETRY", rules: [check()] })}.rules`,
  "the mode of a retry beside a rollback": (draft) => {
    draft.executionMode = "SUPERSEDED";
    return `${conditional(draft, "onFailure", { result: "ROLLBACK", retryMode: "ALL_ACTIONS" })}.retryMode`;
  },
  "a stage that is skipped when it has failed": (draft) =>
    `${conditional(draft, "onFailure", { result: "SKIP", rules: [check()] })}.result`,
  "a stage that is rolled back before it is entered": (draft) =>
    `${conditional(draft, "beforeEntry", { result: "ROLLBACK", rules: [check()] })}.result`,
  "6 rules": (draft) => `${conditional(draft, "onSuccess", { result: "FAIL", rules: checks(6) })}.rules`,
  "a condition without rules": (draft) => `${conditional(draft, "beforeEntry", { result: "FAIL", rules: [] })}.rules`,
  "a second condition of a kind": (draft) =>
    `${conditional(draft, "beforeEntry", { result: "FAIL", rules: [check()], conditions: [] })}.conditions`,
  "two rules of one name": (draft) =>
    `${conditional(draft, "onSuccess", { result: "FAIL", rules: [check(), check()] })}.rules[1].name`,
  "a rule that is called what an action of its stage is": (draft) => {
    const actions = [approval({ name: "beforeEntry-Check" })];
    const path = addStage(draft, actions, { beforeEntry: { result: "FAIL", rules: [check()] } });
    return `${path}.beforeEntry.rules[0].name`;
  },
  "a rule of a provider that nobody knows": (draft) => {
    const rules = [{ ...check(), provider: "Oracle" }];
    return `${conditional(draft, "onSuccess", { result: "FAIL", rules })}.rules[0].provider`;
  },
  "a rule that waits for 4 minutes": (draft) => {
    const rules = [ask({ timeoutInMinutes: 4 })];
    return `${conditional(draft, "onSuccess", { result: "FAIL", rules })}.rules[0].timeoutInMinutes`;
  },
  "a rule with a value of 10,001 characters": (draft) => {
    const rules = [ask({ configuration: { FunctionName: "shop-quiet", UserParameters: "x".repeat(10_001) } })];
    return `${conditional(draft, "onSuccess", { result: "FAIL", rules })}.rules[0].configuration.UserParameters`;
  },
  "a window that never opens": (draft) => {
    const rules = [{ name: "Hours", provider: "DeploymentWindow", configuration: { Cron: "* * 25 ? * MON" } }];
    return `${conditional(draft, "beforeEntry", { result: "FAIL", rules })}.rules[0].configuration.Cron`;
  },
  "a rule that takes, before its stage is entered, what the stage makes": (draft) => {
    const rules = [ask({ inputArtifacts: ["made"] })];
    const actions = [build(draft, { outputArtifacts: ["made"] })];
    return `${addStage(draft, actions, { beforeEntry: { result: "FAIL", rules } })}.beforeEntry.rules[0].inputArtifacts[0]`;
  },
  "a rule that reads, before its stage is entered, what the stage leaves behind": (draft) => {
    const configuration = { Variable: "#{Added.Answer}", Operator: "EQ", Value: "1" };
    const rules = [{ ...check(), configuration }];
    const path = addStage(draft, [build(draft)], { beforeEntry: { result: "SKIP", rules } });
    return `${path}.beforeEntry.rules[0].configuration.Variable`;
  },
};
